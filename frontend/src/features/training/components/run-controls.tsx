import { Button } from '@mantine/core'
import type { TrainingStatus } from '@/client/wire'
import { ConfirmButton } from '@/components/ui/confirm-button'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { isWorking } from '@/lib/session-state'
import { useCancelTraining } from '../api/cancel-training'
import { useStartTraining } from '../api/start-training'

/** Train where nothing runs, Cancel where something does. */
export function RunControls({ status }: { status: TrainingStatus }) {
  const start = useStartTraining()
  const cancel = useCancelTraining()
  const error = start.error ?? cancel.error
  return (
    <div className="stack-tight">
      {isWorking(status.state) ? (
        <ConfirmButton
          label="Cancel"
          question="Cancel this training?"
          confirmLabel="Cancel the training"
          keepLabel="Let it run"
          isBusy={cancel.isPending}
          onConfirm={() => cancel.mutate(status.session_id)}
        />
      ) : (
        <Button
          variant={status.state === 'trained' ? 'default' : 'filled'}
          loading={start.isPending}
          onClick={() => start.mutate(status.session_id)}
        >
          {status.run_id === null ? 'Train' : 'Train again'}
        </Button>
      )}
      {error && (
        <Notice tone="bad" live>
          <p>{messageOf(error)}</p>
        </Notice>
      )}
    </div>
  )
}
