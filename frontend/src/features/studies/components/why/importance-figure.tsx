import type { ExplainedFeature } from '@/client/wire-explaining'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DotIntervals } from '@/components/charts/dot-intervals'
import { DataTable } from '@/components/ui/data-table'
import { formatEstimate, formatFixed, formatShare, NOTHING, withUnit } from '@/lib/format'

/** Mean size of each column's contribution, with its interval over stars. */
export function ImportanceFigure({ features, most }: { features: ExplainedFeature[]; most: number }) {
  return (
    <ChartFigure
      title="How far each column moves the answer"
      caption={`Mean size of the contribution in log-odds on held-out objects, the first ${Math.min(most, features.length)} of ${features.length}. Bars are 95 % intervals over stars.`}
      csv={() => [
        ['column', 'kind', 'mean', 'low', 'high', 'share'],
        ...features.map(({ feature, group, importance, share }) => [
          feature,
          group,
          importance.value,
          importance.low,
          importance.high,
          share,
        ]),
      ]}
      chart={
        <DotIntervals
          hasZero
          limits={[0, Infinity]}
          rows={features.slice(0, most).map(({ label, feature, importance }) => ({
            name: label || feature,
            estimate: importance,
          }))}
        />
      }
      table={
        <DataTable
          caption="Importance of each column"
          isCaptionHidden
          maxHeight="28rem"
          rows={features}
          rowKey={({ feature }) => feature}
          columns={[
            {
              key: 'label',
              title: 'Column',
              isRowHeader: true,
              render: ({ label, feature, unit }) => withUnit(label || feature, unit),
            },
            { key: 'group', title: 'Kind', render: ({ group }) => group || NOTHING },
            {
              key: 'log_odds',
              title: 'In log-odds',
              isNumber: true,
              render: ({ importance }) => formatEstimate(importance),
            },
            {
              key: 'probability',
              title: 'In probability',
              isNumber: true,
              render: ({ importance_probability }) => formatEstimate(importance_probability),
            },
            { key: 'share', title: 'Share', isNumber: true, render: ({ share }) => formatShare(share) },
            { key: 'direction', title: 'Direction', isNumber: true, render: ({ direction }) => formatFixed(direction) },
            { key: 'formula', title: 'Formula', render: ({ formula }) => (formula ? <code>{formula}</code> : NOTHING) },
          ]}
        />
      }
    />
  )
}
