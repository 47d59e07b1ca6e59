import type { Prediction } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { countOf } from '@/lib/format'

/** Which model answered: said openly where it is not the one that was trained. */
export function AnsweredBy({ by: { kind, text, fields } }: { by: Prediction['answered_by'] }) {
  if (kind === 'whole') return <p className="small dim">{text}</p>
  return (
    <Notice tone="warn" title={`Answered by a reduced model of ${countOf(fields.length, 'column')}`}>
      <p>{text}</p>
      <details>
        <summary>The columns it goes by</summary>
        <p className="small">{fields.join(', ')}</p>
      </details>
    </Notice>
  )
}
