import type { ExplainedFeature } from '@/client/wire-explaining'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DotIntervals } from '@/components/charts/dot-intervals'
import { DataTable } from '@/components/ui/data-table'
import { formatEstimate, formatPercentEstimate } from '@/lib/format'

/** What exchanging the values of a column costs: a second opinion that does not rest on contributions. */
export function Permutation({ features, most }: { features: ExplainedFeature[]; most: number }) {
  const measured = features.flatMap(({ feature, label, permutation }) =>
    permutation ? [{ feature, label: label || feature, ...permutation }] : [],
  )
  if (measured.length === 0) return <p className="dim">The cost of exchanging values was not measured.</p>
  const sorted = measured.sort((a, b) => (b.log_loss.value ?? 0) - (a.log_loss.value ?? 0))
  return (
    <ChartFigure
      title="What exchanging the values costs"
      caption="Rise of the log-loss on held-out stars when a column's values are exchanged among objects. Near zero: the other columns say the same, or it says nothing."
      csv={() => [
        ['column', 'log_loss_rise', 'low', 'high', 'accuracy_fall'],
        ...sorted.map(({ feature, log_loss, accuracy }) => [
          feature,
          log_loss.value,
          log_loss.low,
          log_loss.high,
          accuracy.value,
        ]),
      ]}
      chart={
        <DotIntervals
          hasZero
          limits={[0, Infinity]}
          rows={sorted.slice(0, most).map(({ label, log_loss }) => ({ name: label, estimate: log_loss }))}
        />
      }
      table={
        <DataTable
          caption="Cost of exchanging the values"
          isCaptionHidden
          maxHeight="28rem"
          rows={sorted}
          rowKey={({ feature }) => feature}
          columns={[
            { key: 'label', title: 'Column', isRowHeader: true, render: ({ label }) => label },
            {
              key: 'loss',
              title: 'Log-loss rises by',
              isNumber: true,
              render: ({ log_loss }) => formatEstimate(log_loss),
            },
            {
              key: 'accuracy',
              title: 'Accuracy falls by',
              isNumber: true,
              render: ({ accuracy }) => formatPercentEstimate(accuracy),
            },
          ]}
        />
      }
    />
  )
}
