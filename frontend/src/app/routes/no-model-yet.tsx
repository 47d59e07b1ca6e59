import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { ApiError } from '@/client/api-error'
import { Notice } from '@/components/ui/notice'
import { to } from '@/config/paths'

const WRONG_STATE = 409

/** Whether the server said that the session has not come so far yet. */
export const isTooEarly = (error: unknown) => error instanceof ApiError && error.status === WRONG_STATE

/** What a page shows that needs a trained model before there is one. */
export function NoModelYet({ title, sessionId }: { title: string; sessionId: string }) {
  return (
    <Notice title={title}>
      <p>It needs a trained model, and this session has none yet. The training page shows how far it is.</p>
      <div>
        <Button component={Link} to={to.training(sessionId)}>
          Go to the training
        </Button>
      </div>
    </Notice>
  )
}
