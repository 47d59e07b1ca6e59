import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { TrainingStatus } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { to } from '@/config/paths'
import { formatSpan } from '@/lib/time'

/** How the run ended, in words that are read out when it happens. */
export function Outcome({ status }: { status: TrainingStatus }) {
  const { state, session_id: id, error } = status
  if (state === 'trained')
    return (
      <Notice tone="good" title="The model is trained">
        <p>It took {formatSpan(status.elapsed_s)}. It has been judged on objects that it had not seen.</p>
        <div className="row">
          <Button component={Link} to={to.result(id)}>
            See the result
          </Button>
          <Button component={Link} to={to.predict(id)} variant="default">
            Predict with it
          </Button>
        </div>
      </Notice>
    )
  if (state === 'failed')
    return (
      <Notice tone="bad" title="The training failed">
        <p>{error?.message ?? 'The server gave no cause. The log below may tell; otherwise train again.'}</p>
        {error?.remedy && (
          <p>
            <strong>What to do:</strong> {error.remedy}
          </p>
        )}
        <div>
          <Button component={Link} to={to.select(id)} variant="default">
            Change the selection
          </Button>
        </div>
      </Notice>
    )
  if (state === 'cancelled')
    return (
      <Notice tone="info" title="The training was cancelled">
        <p>The selection is kept. You can change it, or train again.</p>
      </Notice>
    )
  return null
}
