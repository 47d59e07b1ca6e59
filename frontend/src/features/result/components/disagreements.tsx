import type { ErrorsSection } from '@/client/wire'
import { countOf, formatCount, formatShare } from '@/lib/format'

const KINDS = ['csv', 'parquet'] as const

interface Props {
  sessionId: string
  contradictions: ErrorsSection['contradictions'] | undefined
}

/** How often the catalogue contradicts a confident answer, and all disagreements as files. */
export function Disagreements({ sessionId, contradictions }: Props) {
  return (
    <div className="row-apart small">
      {contradictions && (
        <p>
          {formatCount(contradictions.objects)} of {countOf(contradictions.answers, 'answer')} that are at least{' '}
          {formatShare(contradictions.confidence, 0)} sure contradict the catalogue.
        </p>
      )}
      <p className="row">
        <span className="dim">All disagreements:</span>
        {KINDS.map((kind) => (
          <a key={kind} href={`/result/disagreements.${kind}?session_id=${encodeURIComponent(sessionId)}`} download>
            {kind === 'csv' ? 'CSV' : 'Parquet'}
          </a>
        ))}
      </p>
    </div>
  )
}
