import { Button } from '@mantine/core'
import type { TrainingStatus } from '@/client/wire'
import { ConfirmButton } from '@/components/ui/confirm-button'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { isWorking } from '@/lib/session-state'
import { useCancelTraining } from '../api/cancel-training'
import { useStartTraining } from '../api/start-training'
import { useStopTuning } from '../api/stop-tuning'

/** Whether the run still searches for settings: trials go on, or another search is to come. */
const isTuning = ({ scores: { trials } }: TrainingStatus) =>
  trials.length > 0 && trials.some(({ state }) => state === 'running' || state === 'waiting')

/** Train where nothing runs; Cancel where something does, and Stop where it only searches for settings. */
export function RunControls({ status }: { status: TrainingStatus }) {
  const start = useStartTraining()
  const cancel = useCancelTraining()
  const stop = useStopTuning()
  const error = start.error ?? cancel.error ?? stop.error
  return (
    <div className="stack-tight">
      {isWorking(status.state) ? (
        <div className="row">
          {(isTuning(status) || status.stop_requested) && (
            <Button
              variant="default"
              loading={stop.isPending}
              disabled={status.stop_requested}
              onClick={() => stop.mutate(status.session_id)}
            >
              {status.stop_requested ? 'Stopping the search' : 'Stop and keep the best'}
            </Button>
          )}
          <ConfirmButton
            label="Cancel"
            question="Cancel this training?"
            confirmLabel="Cancel the training"
            keepLabel="Let it run"
            isBusy={cancel.isPending}
            onConfirm={() => cancel.mutate(status.session_id)}
          />
        </div>
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
