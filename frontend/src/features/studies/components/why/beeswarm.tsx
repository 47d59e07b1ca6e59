import { useMemo } from 'react'
import type { EChartsCoreOption } from 'echarts/core'
import type { ExplainedFeature } from '@/client/wire-explaining'
import { Chart } from '@/components/charts/chart'
import { ChartFigure } from '@/components/charts/chart-figure'
import { axisStyle, tooltipStyle, type Palette } from '@/components/charts/palette'
import { DataTable } from '@/components/ui/data-table'
import { formatFixed, formatSigned, NOTHING } from '@/lib/format'
import { dotWords } from '../../model/dot-words'
import { colourOf, swarmOf, type ScaleName } from '../../model/swarm'
import styles from './beeswarm.module.css'
import { Ramp } from './ramp'

const LINE_PX = 38

export const beeswarmOption =
  (features: ExplainedFeature[], scale: ScaleName) =>
  (palette: Palette): EChartsCoreOption => {
    const style = axisStyle(palette)
    const lines = [...features].reverse()
    return {
      grid: { left: 8, right: 16, top: 8, bottom: 48 },
      tooltip: { ...tooltipStyle(palette), formatter: ({ data }: { data: { words: string } }) => data.words },
      xAxis: {
        ...style,
        type: 'value',
        name: scale === 'log_odds' ? 'Contribution in log-odds' : 'Contribution to the probability',
        nameGap: 28,
      },
      yAxis: {
        ...style,
        type: 'value',
        min: -0.5,
        max: lines.length - 0.5,
        interval: 1,
        splitLine: { show: false },
        axisTick: { show: false },
        axisLabel: { show: false },
      },
      series: lines.map((one, line) => ({
        type: 'scatter',
        symbolSize: 5,
        data: swarmOf(one, scale, line).map(({ x, y, value, rank }) => ({
          value: [x, y],
          words: dotWords(one, value, x),
          itemStyle: { color: colourOf(rank, palette.dim), opacity: 0.8 },
        })),
      })),
    }
  }

const rangeOf = (values: number[]) => `${formatSigned(Math.min(...values))} to ${formatSigned(Math.max(...values))}`

/** Every held-out object as a dot in each column: where it moved the answer, and by what value. */
export function Beeswarm({ features, scale, name }: { features: ExplainedFeature[]; scale: ScaleName; name: string }) {
  const option = useMemo(() => beeswarmOption(features, scale), [features, scale])
  return (
    <ChartFigure
      title="Every object as a dot"
      caption={`A dot right of zero speaks for ${name}, left of it against. Its colour tells whether the object's value is low or high in that column.`}
      csv={() => [
        ['column', 'unit', 'value', `contribution_${scale}`],
        ...features.flatMap(({ feature, unit, points }) =>
          points.value.map((value, at) => [feature, unit, value, points[scale][at]]),
        ),
      ]}
      chart={
        <>
          <Ramp of="Value" />
          <div className={styles.plot}>
            <ol className={styles.names}>
              {features.map(({ feature, label }) => (
                <li key={feature} title={label} className={styles.name}>
                  <span>{label || feature}</span>
                </li>
              ))}
            </ol>
            <Chart
              label={`Contributions of ${features.length} columns, one dot for each held-out object; the table tells direction and range`}
              height={LINE_PX * features.length + 56}
              option={option}
            />
          </div>
        </>
      }
      table={
        <DataTable
          caption="Direction and range of the contributions"
          isCaptionHidden
          rows={features}
          rowKey={({ feature }) => feature}
          columns={[
            { key: 'label', title: 'Column', isRowHeader: true, render: ({ label, feature }) => label || feature },
            { key: 'range', title: 'Contributions', isNumber: true, render: ({ points }) => rangeOf(points[scale]) },
            {
              key: 'direction',
              title: 'Higher value speaks',
              render: ({ direction }) =>
                direction == null ? NOTHING : `${direction >= 0 ? 'for' : 'against'} (${formatFixed(direction)})`,
            },
          ]}
        />
      }
    />
  )
}
