import type { Study } from '@/client/wire'
import { ConfirmButton } from '@/components/ui/confirm-button'
import { Facts } from '@/components/ui/facts'
import { Notice } from '@/components/ui/notice'
import { ProgressLine } from '@/components/ui/progress-line'
import { messageOf } from '@/lib/messages'
import { formatSpan } from '@/lib/time'
import { useCancelStudy } from '../api/cancel-study'

interface Props {
  study: Study
  /** The last look got no answer. */
  isLost: boolean
}

const standing = ({ state, message, phases }: Study) =>
  state === 'queued'
    ? 'Waiting for a free worker.'
    : message || (phases.find((phase) => phase.state === 'running')?.title ?? 'Starting.')

/** Where a measurement stands, in counts, with the way to stop it. */
export function StudyProgress({ study, isLost }: Props) {
  const cancel = useCancelStudy()
  return (
    <div className="stack-tight">
      {isLost && (
        <Notice tone="warn" title="No answer from the server" live>
          <p>What you see is the last that was heard. Asking again by itself; the measurement goes on meanwhile.</p>
        </Notice>
      )}
      <p>{standing(study)}</p>
      <ProgressLine
        label="Progress of the measurement"
        percent={study.percent}
        completed={study.completed}
        total={study.total}
        unit={study.unit}
      />
      <Facts
        facts={[
          ['Time gone', formatSpan(study.elapsed_s)],
          ['Time left, estimated', study.eta_s == null ? 'not known yet' : `about ${formatSpan(study.eta_s)}`],
        ]}
      />
      <div>
        <ConfirmButton
          label="Cancel the measurement"
          question="Stop measuring?"
          confirmLabel="Stop measuring"
          keepLabel="Let it run"
          size="xs"
          isBusy={cancel.isPending}
          onConfirm={() => cancel.mutate(study.study_id)}
        />
      </div>
      {cancel.error && (
        <Notice tone="bad" live>
          <p>{messageOf(cancel.error)}</p>
        </Notice>
      )}
    </div>
  )
}
