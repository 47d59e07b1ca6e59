import { Button } from '@mantine/core'
import { useSearchParams } from 'react-router'
import type { Batch } from '@/client/wire'
import { CopyId } from '@/components/ui/copy-id'
import { Notice } from '@/components/ui/notice'
import { ProblemList } from '@/components/ui/problem-list'
import { QueryView } from '@/components/ui/query-view'
import { isWorking } from '@/lib/session-state'
import { batchDownload, useBatch, type BatchAsked } from '../api/get-batch'
import { askedOf, withAsked } from '../model/asked'
import { BatchState } from './batch-state'
import { BatchTable } from './batch-table'
import { WorkListView } from './work-list-view'

interface Props {
  sessionId: string
  predictionId: string
  classes: string[]
  canExplain: boolean
  dossierOf?: ((object: string) => string) | null
}

/** One batch from the queue to its table of answers; which rows are asked for stands in the address. */
export function BatchView({ sessionId, predictionId, dossierOf = null, ...shown }: Props) {
  const [search, setSearch] = useSearchParams()
  const asked = askedOf(search)
  const query = useBatch(sessionId, predictionId, asked)
  const ask = (next: BatchAsked) =>
    setSearch((now) => withAsked(now, next), { replace: true, preventScrollReset: true })
  return (
    <QueryView query={query} what="this prediction" height={320}>
      {(batch) => (
        <div className="stack">
          {query.isError && isWorking(batch.state) && (
            <Notice tone="warn" title="No answer from the server" live>
              <p>Asking again by itself; the work goes on meanwhile.</p>
            </Notice>
          )}
          <BatchState batch={batch} />
          {batch.warnings.map((warning) => (
            <Notice key={warning.code} tone="warn">
              <p>{warning.text}</p>
            </Notice>
          ))}
          <ProblemList
            problems={batch.errors}
            total={batch.error_count}
            consequence="Rows with a cell that cannot be read are listed without an answer; all others are predicted."
          />
          {batch.work_list && (
            <WorkListView
              list={batch.work_list}
              cut={batch.cut}
              threshold={asked.threshold}
              onCut={(threshold) => ask({ ...asked, threshold, page: 1 })}
            />
          )}
          {batch.state === 'done' && (
            <>
              <Downloads batch={batch} />
              <BatchTable
                batch={batch}
                asked={asked}
                dossierOf={dossierOf}
                isStale={query.isPlaceholderData}
                onAsk={ask}
                {...shown}
              />
            </>
          )}
        </div>
      )}
    </QueryView>
  )
}

const KINDS = [
  ['csv', 'Download CSV'],
  ['parquet', 'Download Parquet'],
] as const

const Downloads = ({ batch: { session_id, prediction_id } }: { batch: Batch }) => (
  <div className="row">
    {KINDS.map(([kind, label]) => (
      <Button key={kind} component="a" href={batchDownload(session_id, prediction_id, kind)} variant="default" download>
        {label}
      </Button>
    ))}
    <span className="row small">
      Prediction <CopyId id={prediction_id} what="the prediction’s id" most={12} />
    </span>
  </div>
)
