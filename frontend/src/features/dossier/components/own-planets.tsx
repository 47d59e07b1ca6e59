import { FileDrop } from '@/components/ui/file-drop'
import { Notice } from '@/components/ui/notice'
import { formatBytes } from '@/lib/files'
import { messageOf } from '@/lib/messages'
import { useJudgeTable } from '../api/judge-table'
import { JudgedPlanets } from './judged-planets'

/** A table of planets is dropped, and comes back ranked. */
export function OwnPlanets() {
  const judge = useJudgeTable()
  const file = judge.variables
  return (
    <div className="stack">
      <FileDrop
        label="Drop a table of planets"
        hint="CSV, also gzipped, Parquet or IPAC, up to 5,000 rows. It needs the planet’s radius or mass, and its light: the insolation, or the star and the orbit. Columns and units are recognised; nothing is kept."
        isBusy={judge.isPending}
        busyText={file ? `Judging ${file.name} (${formatBytes(file.size)}): about a millisecond a row…` : ''}
        onFile={(chosen) => judge.mutate(chosen)}
      />
      {judge.error && (
        <Notice tone="bad" title={`${file?.name ?? 'The table'} could not be judged`} live>
          <p>{messageOf(judge.error)}</p>
        </Notice>
      )}
      {judge.data && file && !judge.isPending && (
        <JudgedPlanets key={judge.submittedAt} judged={judge.data} file={file} />
      )}
    </div>
  )
}
