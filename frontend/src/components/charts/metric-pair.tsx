import type { Estimate } from '@/client/wire'
import { ChartFigure } from './chart-figure'
import { DotIntervals } from './dot-intervals'
import { DataTable } from '@/components/ui/data-table'
import { formatEstimate } from '@/lib/format'
import { metricHelp, metricTitle } from '@/lib/metrics'
import styles from './metric-pair.module.css'
import { formatDifference, orderedMetrics } from '@/lib/differences'

const DRAWN = 2
const SHARE: [number, number] = [0, 1]

interface Arm {
  name: string
  metrics: Record<string, Estimate>
}

interface Props {
  title: string
  /** The arm that is asked about, then the one it is held against. */
  arms: [Arm, Arm]
  /** First minus second, on the same held-out stars. */
  difference: Record<string, Estimate>
}

const cellsOf = (estimate?: Estimate) => [estimate?.value, estimate?.low, estimate?.high]

/** Two models' scores on the same held-out stars, each with its interval, and their difference. */
export function MetricPair({ title, arms, difference }: Props) {
  const names = orderedMetrics(arms[0].metrics, arms[1].metrics, difference)
  return (
    <ChartFigure
      title={title}
      caption="Bars are 95 % intervals. The difference is taken star by star, so its interval is narrower than theirs."
      csv={() => [
        ['metric', ...[...arms.map(({ name }) => name), 'difference'].flatMap((n) => [n, `${n}, low`, `${n}, high`])],
        ...names.map((metric) => [
          metric,
          ...[...arms.map(({ metrics }) => metrics), difference].flatMap((own) => cellsOf(own[metric])),
        ]),
      ]}
      chart={
        <div className="stack">
          {names.slice(0, DRAWN).map((metric) => (
            <div key={metric} className="stack-tight">
              <h4 className={styles.metric}>{metricTitle(metric)}</h4>
              <DotIntervals
                limits={SHARE}
                rows={arms.map(({ name, metrics }) => ({ name, estimate: metrics[metric]! }))}
              />
              <p className="small">
                Difference: <strong className="num">{formatDifference(difference[metric]!)}</strong>.{' '}
                <span className="dim">{metricHelp(metric)}</span>
              </p>
            </div>
          ))}
        </div>
      }
      table={
        <DataTable
          caption={title}
          isCaptionHidden
          rows={names}
          rowKey={(name) => name}
          columns={[
            { key: 'metric', title: 'Metric', isRowHeader: true, render: metricTitle },
            ...arms.map(({ name, metrics }) => ({
              key: name,
              title: name,
              isNumber: true,
              render: (metric: string) => formatEstimate(metrics[metric]!),
            })),
            {
              key: 'difference',
              title: 'Difference',
              isNumber: true,
              render: (metric) => formatDifference(difference[metric]!),
            },
          ]}
        />
      }
    />
  )
}
