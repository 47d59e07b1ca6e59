import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Notice } from '@/components/ui/notice'
import { to, type Step } from '@/config/paths'
import { messageOf } from '@/lib/messages'
import { ApiError } from '@/client/api-error'
import { stepBefore } from '../model/gating'

interface Props {
  sessionId: string
  step: Step
  label?: string
  isBusy: boolean
  error: unknown
  /** Why the step cannot be saved yet. */
  blockedBecause?: string | null
  onSave: () => void
}

export function StepFooter({
  sessionId,
  step,
  label = 'Save and continue',
  isBusy,
  error,
  blockedBecause,
  onSave,
}: Props) {
  const before = stepBefore(step)
  const fields = error instanceof ApiError ? error.fields : []
  return (
    <div className="stack">
      {error != null && (
        <Notice tone="bad" title="This step was not saved" live>
          <p>{messageOf(error)}</p>
          {fields.length > 0 && (
            <ul>
              {fields.map(({ field, message }) => (
                <li key={field}>
                  <code>{field}</code>: {message}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      <div className="row">
        {before && (
          <Button variant="default" size="md" component={Link} to={to.select(sessionId, before)}>
            Back
          </Button>
        )}
        <Button size="md" onClick={onSave} loading={isBusy} disabled={!!blockedBecause}>
          {label}
        </Button>
        <p className="dim small" role="status">
          {blockedBecause}
        </p>
      </div>
    </div>
  )
}
