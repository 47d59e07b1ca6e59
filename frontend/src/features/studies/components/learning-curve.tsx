import { useMemo } from 'react'
import type { EChartsCoreOption } from 'echarts/core'
import type { LearningCurve } from '@/client/wire'
import { Chart } from '@/components/charts/chart'
import { ChartFigure } from '@/components/charts/chart-figure'
import { axisStyle, tooltipStyle, type Palette } from '@/components/charts/palette'
import { DataTable } from '@/components/ui/data-table'
import { Notice, type Tone } from '@/components/ui/notice'
import { formatCount, formatEstimate, formatNumber, formatShare, NOTHING } from '@/lib/format'
import { metricTitle } from '@/lib/metrics'
import { Remarks } from './remarks'

const METRICS = ['accuracy', 'roc_auc', 'log_loss']
const TONES: Record<LearningCurve['verdict'], Tone> = { better: 'good', worse: 'warn', alike: 'info' }
const TITLES: Record<LearningCurve['verdict'], string> = {
  better: 'More objects should still help',
  worse: 'More objects did not help',
  alike: 'More objects would change little',
}

export const learningOption =
  ({ points }: LearningCurve) =>
  (palette: Palette): EChartsCoreOption => {
    const style = axisStyle(palette)
    return {
      grid: { left: 60, right: 20, top: 12, bottom: 48 },
      tooltip: {
        ...tooltipStyle(palette),
        trigger: 'axis',
        valueFormatter: (value: unknown) => formatNumber(Number(value), 4),
      },
      xAxis: {
        ...style,
        type: 'log',
        logBase: 2,
        name: 'Training stars',
        nameGap: 28,
        min: 'dataMin',
        max: 'dataMax',
        axisLabel: { ...style.axisLabel, formatter: (value: number) => formatCount(Math.round(value)) },
      },
      yAxis: { ...style, type: 'value', scale: true, name: 'Log-loss', nameGap: 42 },
      series: [
        {
          name: 'Log-loss',
          type: 'line',
          data: points.map(({ hosts, metrics }) => [hosts, metrics.log_loss?.value]),
          symbolSize: 9,
          lineStyle: { width: 2.5 },
          color: palette.accent,
        },
      ],
    }
  }

/** Scores against the number of training stars: would more decided objects help? */
export function LearningCurveResult({ curve }: { curve: LearningCurve }) {
  const option = useMemo(() => learningOption(curve), [curve])
  const { points, verdict, text } = curve
  const first = points[0]
  const last = points.at(-1)
  return (
    <div className="stack">
      <Notice tone={TONES[verdict]} title={TITLES[verdict]}>
        <p>{text}</p>
      </Notice>
      <ChartFigure
        title="Learning curve"
        caption="Every point is judged on the same held-out objects; each training set is part of the next. Lower is better."
        csv={() => [
          ['fraction', 'stars', 'objects', ...METRICS],
          ...points.map(({ fraction, hosts, rows, metrics }) => [
            fraction,
            hosts,
            rows,
            ...METRICS.map((name) => metrics[name]?.value),
          ]),
        ]}
        chart={
          <Chart
            label={`Log-loss by training stars, from ${formatNumber(first?.metrics.log_loss?.value)} with ${formatCount(first?.hosts)} to ${formatNumber(last?.metrics.log_loss?.value)} with ${formatCount(last?.hosts)}`}
            height={280}
            option={option}
          />
        }
        table={
          <DataTable
            caption="Scores by size of the training set"
            rows={points}
            rowKey={({ fraction }) => fraction}
            columns={[
              { key: 'share', title: 'Share', isRowHeader: true, render: ({ fraction }) => formatShare(fraction) },
              { key: 'hosts', title: 'Stars', isNumber: true, render: ({ hosts }) => formatCount(hosts) },
              { key: 'rows', title: 'Objects', isNumber: true, render: ({ rows }) => formatCount(rows) },
              ...METRICS.map((name) => ({
                key: name,
                title: metricTitle(name),
                isNumber: true,
                render: ({ metrics }: (typeof points)[number]) =>
                  metrics[name] ? formatEstimate(metrics[name]) : NOTHING,
              })),
            ]}
          />
        }
      />
      <Remarks remarks={curve.warnings} />
    </div>
  )
}
