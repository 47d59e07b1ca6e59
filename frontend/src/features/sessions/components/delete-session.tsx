import { Button } from '@mantine/core'
import type { SessionSummary } from '@/client/wire'
import { ConfirmButton } from '@/components/ui/confirm-button'
import { messageOf } from '@/lib/messages'
import { formatMoment } from '@/lib/time'
import { useDeleteSession } from '../api/delete-session'

export function DeleteSession({ session }: { session: SessionSummary }) {
  const remove = useDeleteSession()
  const name = session.name || `session of ${formatMoment(session.created_at)}`
  if (remove.error)
    return (
      <Button size="compact-sm" variant="default" onClick={() => remove.reset()}>
        {messageOf(remove.error)}
      </Button>
    )
  return (
    <ConfirmButton
      label="Delete"
      accessibleLabel={`Delete ${name}`}
      question={`Delete “${name}” for good, with its model and files?`}
      confirmLabel="Delete for good"
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate(session.session_id)}
      size="compact-sm"
    />
  )
}
