import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import type { JudgedTable } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Pager } from '@/components/ui/pager'
import { saveBlob } from '@/lib/files'
import { countOf, formatCount, formatUnit } from '@/lib/format'
import { messageOf } from '@/lib/messages'
import { usePageSize } from '@/lib/preferences'
import { useJudgeTableAsCsv } from '../api/judge-table'
import { judgedPlanets } from '../model/judged-rows'
import { CLASSES, plain } from '../model/words'
import { PlanetTable } from './planet-table'

/** An own table with where each planet stands, the most probably habitable first. */
export function JudgedPlanets({ judged, file }: { judged: JudgedTable; file: File }) {
  const { total, counts, recognised, rows } = judged
  const [kind, setKind] = useState<string | null>(null)
  const [page, setPage] = useState(1)
  const [perPage] = usePageSize()
  const download = useJudgeTableAsCsv()
  const planets = judgedPlanets(judged).filter(({ habitability }) => kind === null || habitability === kind)
  const words = Object.entries(counts).map(([name, count]) => `${formatCount(count)} ${plainClass(name)}`)
  const save = (blob: Blob) =>
    saveBlob(`habitability-${file.name.replace(/\..*$/, '')}-${new Date().toISOString().slice(0, 10)}.csv`, blob)
  return (
    <div className="stack">
      <Notice tone="good" title={`${countOf(total, 'planet')} judged`} live>
        <p>{words.join('; ')}.</p>
      </Notice>
      <div className="row" style={{ alignItems: 'end' }}>
        <Select
          label="Show"
          data={Object.keys(counts).map((value) => ({ value, label: CLASSES[value] ?? plain(value) }))}
          value={kind}
          placeholder="all classes"
          clearable
          onChange={(next) => {
            setKind(next)
            setPage(1)
          }}
          style={{ flex: '1 1 12rem' }}
          maw="20rem"
        />
        <Button loading={download.isPending} onClick={() => download.mutate(file, { onSuccess: save })}>
          Download all rows (CSV)
        </Button>
      </div>
      {download.error && (
        <Notice tone="bad" title="The file could not be made" live>
          <p>{messageOf(download.error)}</p>
        </Notice>
      )}
      <PlanetTable planets={planets.slice((page - 1) * perPage, page * perPage)} />
      <Pager label="Pages of your planets" page={page} total={planets.length} onPage={setPage} />
      {total > rows.length && (
        <p className="small dim">
          The {formatCount(rows.length)} most probably habitable are shown; the file holds all {formatCount(total)}.
        </p>
      )}
      <details>
        <summary>Which columns were read as what ({recognised.length})</summary>
        <ul>
          {recognised.map(({ column, canonical, unit }) => (
            <li key={column}>
              <code>{column}</code> as {plain(canonical)}
              {unit && ` in ${formatUnit(unit)}`}
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

const plainClass = (name: string) => {
  const words = CLASSES[name] ?? plain(name)
  return words.charAt(0).toLowerCase() + words.slice(1)
}
