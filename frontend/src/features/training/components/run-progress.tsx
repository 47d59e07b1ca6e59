import type { TrainingStatus } from '@/client/wire'
import { Facts } from '@/components/ui/facts'
import { ProgressLine } from '@/components/ui/progress-line'
import { formatSpan } from '@/lib/time'
import { isFinal } from '@/lib/session-state'

/** Where the run stands: counts, time gone and time left. */
export function RunProgress({ status }: { status: TrainingStatus }) {
  const { state, percent, completed, total, unit, elapsed_s, eta_s, queue_position, message } = status
  const isQueued = state === 'queued'
  return (
    <div className="stack">
      <p>{isQueued && queue_position != null ? `Waiting for a free worker: place ${queue_position} in the queue.` : message}</p>
      <ProgressLine label="Progress of the training" percent={percent} completed={completed} total={total} unit={unit} />
      <Facts
        facts={[
          ['Time gone', formatSpan(elapsed_s)],
          ['Time left, estimated', isFinal(state) ? formatSpan(0) : eta_s == null ? 'not known yet' : `about ${formatSpan(eta_s)}`],
        ]}
      />
    </div>
  )
}
