import type { ExplainedFeature } from '@/client/wire-explaining'
import { DataTable } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { formatFixed, formatNumber } from '@/lib/format'

const STEADY = 0.8

interface Props {
  features: ExplainedFeature[]
  /** Mean correlation of the folds' orders of importance. */
  agreement: number | null
  folds: number
}

/** Do the models of all folds go by the same columns? */
export function Stability({ features, agreement, folds }: Props) {
  const isSteady = agreement != null && agreement >= STEADY
  return (
    <div className="stack-tight">
      <h3>Do all folds agree?</h3>
      {agreement != null && (
        <Notice tone={isSteady ? 'good' : 'warn'}>
          <p>
            The orders of importance of {folds} folds correlate with {formatFixed(agreement)} on average:{' '}
            {isSteady
              ? 'what matters does not hang on which stars were learned from.'
              : 'what matters hangs on which stars were learned from; take the order with care.'}
          </p>
        </Notice>
      )}
      <DataTable
        caption="Rank of each column in the model of each fold"
        maxHeight="24rem"
        rows={features}
        rowKey={({ feature }) => feature}
        columns={[
          { key: 'label', title: 'Column', isRowHeader: true, render: ({ label, feature }) => label || feature },
          ...Array.from({ length: folds }, (_, fold) => ({
            key: `fold.${fold}`,
            title: `Fold ${fold + 1}`,
            isNumber: true,
            render: ({ stability }: ExplainedFeature) => stability.ranks[fold] ?? '',
          })),
          {
            key: 'spread',
            title: 'Importance',
            isNumber: true,
            render: ({ stability: { mean, spread } }) => `${formatNumber(mean)} ± ${formatNumber(spread, 2)}`,
          },
        ]}
      />
    </div>
  )
}
