import { Button } from '@mantine/core'
import { useDeferredValue, useMemo, useState } from 'react'
import type { DatasetDetail } from '@/client/wire'
import { ClassMark, paletteIndex } from '@/components/ui/class-mark'
import { saveText } from '@/lib/files'
import { countOf, formatCount } from '@/lib/format'
import { filterColumns, judge, type Filter } from '../model/columns'
import { columnsCsv } from '../model/columns-csv'
import { ColumnControls } from './column-controls'
import { ColumnRows } from './column-rows'
import { ColumnSheet } from './column-sheet'

interface Props {
  dataset: DatasetDetail
  /** Name of the column that is looked at closely. */
  open: string | null
  onOpen: (name: string | null) => void
  /** What is looked for at first. */
  search?: string
}

// More drawings than this make each letter of a search wait.
const SHOWN_AT_ONCE = 60
const ALL: Filter = { search: '', role: null, group: null, order: 'table' }

/** Every column of a catalogue: what it means, whether a model may see it, and what it holds. */
export function ColumnBrowser({ dataset, open, onOpen, search = '' }: Props) {
  const [filter, setFilter] = useState({ ...ALL, search })
  const [isWhole, setIsWhole] = useState(false)
  const judged = useMemo(() => judge(dataset.columns, dataset.findings), [dataset])
  const asked = useDeferredValue(filter)
  const shown = useMemo(() => filterColumns(judged, asked), [judged, asked])
  const first = useMemo(() => shown.slice(0, SHOWN_AT_ONCE), [shown])
  const groups = useMemo(() => [...new Set(dataset.columns.map(({ group }) => group))].sort(), [dataset])
  const looked = judged.find(({ column }) => column.name === open)
  const download = () => saveText(`${dataset.name}-columns.csv`, 'text/csv', columnsCsv(judged))
  return (
    <div className="stack">
      <ColumnControls filter={filter} groups={groups} onChange={setFilter} />
      <div className="row-apart">
        <p className="small num" role="status">
          {formatCount(shown.length)} of {countOf(judged.length, 'column')} found
        </p>
        <Button size="xs" variant="default" onClick={download}>
          Download the column table (CSV)
        </Button>
      </div>
      <Legend classes={dataset.classes} />
      {shown.length > 0 ? (
        <ColumnRows
          entries={isWhole ? shown : first}
          classes={dataset.classes}
          onOpen={onOpen}
          isStale={asked !== filter}
        />
      ) : (
        <p className="dim">
          No column matches. Try fewer letters, or{' '}
          <Button size="compact-xs" variant="default" onClick={() => setFilter(ALL)}>
            show all
          </Button>
        </p>
      )}
      {!isWhole && shown.length > first.length && (
        <div>
          <Button size="xs" variant="default" onClick={() => setIsWhole(true)}>
            Show {countOf(shown.length - first.length, 'further column')}
          </Button>
        </div>
      )}
      {dataset.absent_columns.length > 0 && (
        <details className="small">
          <summary>
            {countOf(dataset.absent_columns.length, 'column')} of the catalogue{' '}
            {dataset.absent_columns.length === 1 ? 'is' : 'are'} not in this snapshot
          </summary>
          <p className="dim">{dataset.absent_columns.join(', ')}</p>
        </details>
      )}
      <ColumnSheet entry={looked} classes={dataset.classes} onClose={() => onOpen(null)} />
    </div>
  )
}

/** How the classes are told apart in the small drawings, also without colour. */
function Legend({ classes }: { classes: string[] }) {
  const lines = ['filled', 'line', 'dashes']
  return (
    <ul className="row small plain-list" aria-label="Classes in the drawings">
      {[...classes]
        .sort((a, b) => paletteIndex(classes, a) - paletteIndex(classes, b))
        .map((name) => (
          <li key={name}>
            <ClassMark name={name} classes={classes} />{' '}
            <span className="dim">({lines[paletteIndex(classes, name)] ?? 'dots'})</span>
          </li>
        ))}
    </ul>
  )
}
