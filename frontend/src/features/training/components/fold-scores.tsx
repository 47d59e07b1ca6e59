import type { FoldScore } from '@/client/wire'
import { StripPlot } from '@/components/charts/strip-plot'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DataTable } from '@/components/ui/data-table'
import { metricExplained, metricTitle } from '@/lib/metrics'

const SHOWN = ['accuracy', 'roc_auc', 'macro_f1', 'log_loss']

export const meanOf = (values: number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

const valuesOf = (folds: FoldScore[], metric: string) =>
  folds.map(({ metrics }) => metrics[metric]).filter((value): value is number => value != null)

/** Scores as they land, one point for each fold, with their mean. */
export function FoldScores({ folds }: { folds: FoldScore[] }) {
  const metrics = SHOWN.filter((metric) => valuesOf(folds, metric).length > 0)
  if (metrics.length === 0) return <p className="dim">The first point appears when the first fold is done.</p>
  return (
    <div className="halves">
      {metrics.map((metric) => (
        <ChartFigure
          key={metric}
          title={metricTitle(metric)}
          caption={metricExplained(metric)}
          csv={() => [['fold', metric], ...folds.map(({ fold, metrics: own }) => [fold + 1, own[metric]])]}
          chart={
            <StripPlot
              label={`${metricTitle(metric)} by fold`}
              values={valuesOf(folds, metric)}
              mean={meanOf(valuesOf(folds, metric))}
            />
          }
          table={<FoldTable folds={folds} metric={metric} />}
        />
      ))}
    </div>
  )
}

function FoldTable({ folds, metric }: { folds: FoldScore[]; metric: string }) {
  return (
    <DataTable
      caption={`${metricTitle(metric)} by fold`}
      rows={folds}
      rowKey={({ fold }) => fold}
      columns={[
        { key: 'fold', title: 'Fold', isRowHeader: true, render: ({ fold }) => fold + 1 },
        {
          key: 'value',
          title: metricTitle(metric),
          isNumber: true,
          render: ({ metrics }) => metrics[metric]?.toFixed(4) ?? '–',
        },
      ]}
    />
  )
}
