import type { Prediction } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { countOf, formatShare } from '@/lib/format'

/** Which model answered: said openly where it is not the one that was trained. */
export function AnsweredBy({
  by: { kind, text, fields, accuracy, whole_accuracy },
}: {
  by: Prediction['answered_by']
}) {
  if (kind === 'whole') return <p className="small dim">{text}</p>
  return (
    <Notice tone="warn" title={`Answered by a reduced model of ${countOf(fields.length, 'column')}`}>
      <p>{text}</p>
      {accuracy != null && whole_accuracy != null && (
        <p>
          On held-out objects it is right for {formatShare(accuracy)}; with all columns the trained model is for{' '}
          {formatShare(whole_accuracy)}.
        </p>
      )}
      <details>
        <summary>The columns it goes by</summary>
        <p className="small">{fields.join(', ')}</p>
      </details>
    </Notice>
  )
}
