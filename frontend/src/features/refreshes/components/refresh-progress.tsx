import { Button } from '@mantine/core'
import type { Refresh } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { ProgressLine } from '@/components/ui/progress-line'
import { messageOf } from '@/lib/messages'
import { formatSpan } from '@/lib/time'
import { useCancelRefresh } from '../api/cancel-refresh'

interface Props {
  refresh: Refresh
  title: string
  /** The last look got no answer. */
  isLost: boolean
}

function where({ state, queue_position, message, eta_s }: Refresh) {
  if (state === 'queued')
    return queue_position == null
      ? 'Waiting for a free worker.'
      : `Waiting for a free worker: place ${queue_position} in the queue.`
  return `${message || 'Starting'}${eta_s ? `, about ${formatSpan(eta_s)} left` : ''}.`
}

/** How far a refresh is, in counts; it goes on when the page is left. */
export function RefreshProgress({ refresh, title, isLost }: Props) {
  const cancel = useCancelRefresh()
  const phase = refresh.phases.find(({ state }) => state === 'running')?.title
  const { percent, completed, total, unit } = refresh
  return (
    <div className="stack-tight">
      <p className="small" role="status">
        Fetching {refresh.table}
        {phase ? `: ${phase.toLowerCase()}` : ''}
      </p>
      <ProgressLine
        label={`Progress of fetching ${title}`}
        percent={percent}
        completed={completed}
        total={total}
        unit={unit}
      />
      <p className="small dim">{where(refresh)}</p>
      {isLost && <p className="small">No answer from the server just now. Asking again by itself.</p>}
      <div>
        <Button
          size="xs"
          variant="default"
          loading={cancel.isPending || refresh.cancel_requested}
          onClick={() => cancel.mutate(refresh.refresh_id)}
          aria-label={`Cancel fetching ${title}`}
        >
          Cancel
        </Button>
      </div>
      {cancel.error && (
        <Notice tone="bad" live>
          <p>{messageOf(cancel.error)}</p>
        </Notice>
      )}
    </div>
  )
}
