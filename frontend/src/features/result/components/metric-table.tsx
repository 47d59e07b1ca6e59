import type { ResultSummary } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { Metric } from '@/components/ui/explained'
import { formatEstimate, NOTHING } from '@/lib/format'
import { metricHelp } from '@/lib/metrics'

/** Every metric with its interval, and the baselines beside it. */
export function MetricTable({ result: { metrics, baselines } }: { result: ResultSummary }) {
  const value = (name: string, metric: string) => baselines[name]?.[metric]?.toFixed(3) ?? NOTHING
  return (
    <DataTable
      caption="Scores on held-out objects, with 95 % intervals from a bootstrap over stars"
      rows={Object.entries(metrics)}
      rowKey={([name]) => name}
      columns={[
        { key: 'name', title: 'Metric', isRowHeader: true, render: ([name]) => <Metric name={name} /> },
        { key: 'model', title: 'This model', isNumber: true, render: ([, estimate]) => formatEstimate(estimate) },
        { key: 'majority', title: 'Larger class', isNumber: true, render: ([name]) => value('majority', name) },
        { key: 'mask', title: 'Empty cells', isNumber: true, render: ([name]) => value('mask_only', name) },
        {
          key: 'help',
          title: 'Meaning',
          isLong: true,
          render: ([name]) => <span className="dim">{metricHelp(name)}</span>,
        },
      ]}
    />
  )
}

const CLASS_METRICS = ['precision', 'recall', 'f1']

export function ClassTable({ result: { per_class, classes } }: { result: ResultSummary }) {
  return (
    <DataTable
      caption="Scores by class"
      rows={classes}
      rowKey={(name) => name}
      columns={[
        { key: 'class', title: 'Class', isRowHeader: true, render: (name) => name },
        ...CLASS_METRICS.map((metric) => ({
          key: metric,
          title: <Metric name={metric} />,
          isNumber: true,
          render: (name: string) => formatEstimate(per_class[name]?.[metric] ?? { value: null }),
        })),
        {
          key: 'support',
          title: 'Objects',
          isNumber: true,
          render: (name) => per_class[name]?.support?.value ?? NOTHING,
        },
      ]}
    />
  )
}
