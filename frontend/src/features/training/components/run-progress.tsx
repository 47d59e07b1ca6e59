import type { TrainingStatus } from '@/client/wire'
import { Facts, type Fact } from '@/components/ui/facts'
import { ProgressLine } from '@/components/ui/progress-line'
import { formatCount } from '@/lib/format'
import { isFinal } from '@/lib/session-state'
import { formatSpan } from '@/lib/time'

/** Where the run stands: counts, time gone and time left. */
export function RunProgress({ status }: { status: TrainingStatus }) {
  const { state, percent, completed, total, unit, eta_s, queue_position, message } = status
  if (state === 'trained') return <Facts facts={[took(status), ['Folds', formatCount(status.scores.folds.length)]]} />
  const isQueued = state === 'queued'
  const left: Fact[] = isFinal(state)
    ? []
    : [['Time left, estimated', eta_s == null ? 'not known yet' : `about ${formatSpan(eta_s)}`]]
  return (
    <div className="stack">
      <p>
        {isQueued && queue_position != null
          ? `Waiting for a free worker: place ${queue_position} in the queue.`
          : message || (isFinal(state) ? 'Where it stopped:' : 'Starting.')}
      </p>
      <ProgressLine
        label="Progress of the training"
        percent={percent}
        completed={completed}
        total={total}
        unit={unit}
      />
      <Facts facts={[took(status), ...left]} />
    </div>
  )
}

const took = ({ elapsed_s }: TrainingStatus): Fact => ['Time gone', formatSpan(elapsed_s)]
