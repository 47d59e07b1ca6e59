import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Batch } from '@/client/wire'
import { ConfirmButton } from '@/components/ui/confirm-button'
import { Notice } from '@/components/ui/notice'
import { ProblemList } from '@/components/ui/problem-list'
import { ProgressLine } from '@/components/ui/progress-line'
import { QueryView } from '@/components/ui/query-view'
import { countOf } from '@/lib/format'
import { isWorking } from '@/lib/session-state'
import { useCancelBatch } from '../api/cancel-batch'
import { batchDownload, useBatch, type BatchAsked } from '../api/get-batch'
import { BatchTable } from './batch-table'

interface Props {
  sessionId: string
  predictionId: string
  classes: string[]
  canExplain: boolean
  dossierOf?: ((object: string) => string) | null
}

/** One batch from the queue to its table of answers. */
export function BatchView({ sessionId, predictionId, classes, canExplain, dossierOf = null }: Props) {
  const [asked, setAsked] = useState<BatchAsked>({ page: 1 })
  const query = useBatch(sessionId, predictionId, asked)
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
          <ProblemList
            problems={batch.errors}
            total={batch.error_count}
            consequence="Rows with a cell that cannot be read are listed without an answer; all others are predicted."
          />
          {batch.state === 'done' && (
            <>
              <div className="row">
                <Button component="a" href={batchDownload(sessionId, predictionId, 'csv')} variant="default" download>
                  Download CSV
                </Button>
                <Button
                  component="a"
                  href={batchDownload(sessionId, predictionId, 'parquet')}
                  variant="default"
                  download
                >
                  Download Parquet
                </Button>
              </div>
              <BatchTable
                batch={batch}
                asked={asked}
                classes={classes}
                canExplain={canExplain}
                dossierOf={dossierOf}
                isStale={query.isPlaceholderData}
                onAsk={setAsked}
              />
            </>
          )}
        </div>
      )}
    </QueryView>
  )
}

function BatchState({ batch }: { batch: Batch }) {
  const cancel = useCancelBatch(batch.session_id, batch.prediction_id)
  const { state, error } = batch
  if (state === 'failed')
    return (
      <Notice tone="bad" title="The prediction failed" live>
        <p>{error?.message ?? 'The server gave no cause. Try again.'}</p>
        {error?.remedy && <p>{error.remedy}</p>}
      </Notice>
    )
  if (state === 'cancelled') return <Notice title="The prediction was cancelled" live />
  if (state === 'done') return <DoneNotice batch={batch} />
  return (
    <div className="stack-tight">
      <p role="status">{state === 'queued' ? 'Waiting for a free worker.' : batch.message || 'Predicting.'}</p>
      <ProgressLine
        label="Progress of the prediction"
        percent={batch.percent}
        completed={batch.completed}
        total={batch.total}
        unit={batch.unit}
      />
      <div>
        <ConfirmButton
          label="Cancel"
          question="Cancel this prediction?"
          confirmLabel="Cancel the prediction"
          keepLabel="Let it run"
          isBusy={cancel.isPending}
          onConfirm={() => cancel.mutate()}
        />
      </div>
    </div>
  )
}

function DoneNotice({ batch }: { batch: Batch }) {
  const counts = Object.entries((batch.summary.by_class ?? {}) as Record<string, number>).sort((a, b) => b[1] - a[1])
  const rows = counts.reduce((sum, [, count]) => sum + count, 0)
  return (
    <Notice tone="good" title={`${countOf(rows, 'object')} judged`} live>
      <p>{counts.map(([name, count]) => `${countOf(count, name.toLowerCase())}`).join(', ')}.</p>
    </Notice>
  )
}
