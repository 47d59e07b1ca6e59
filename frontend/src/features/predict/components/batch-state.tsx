import type { Batch } from '@/client/wire'
import { ConfirmButton } from '@/components/ui/confirm-button'
import { Notice } from '@/components/ui/notice'
import { ProgressLine } from '@/components/ui/progress-line'
import { countOf } from '@/lib/format'
import { useCancelBatch } from '../api/cancel-batch'

/** How far a batch is, or how it ended. */
export function BatchState({ batch }: { batch: Batch }) {
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
