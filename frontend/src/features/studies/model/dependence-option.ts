import type { EChartsCoreOption } from 'echarts/core'
import type { ExplainedFeature } from '@/client/wire-explaining'
import { axisStyle, tooltipStyle, type Palette } from '@/components/charts/palette'
import { withUnit } from '@/lib/format'
import { dotWords } from './dot-words'
import { colourOf, ranksOf, type ScaleName } from './swarm'

const FEWEST_FOLD_FOR_LOG = 50

/** A wide range of positive numbers is drawn on a logarithmic axis. */
export function isWide(values: ExplainedFeature['points']['value']) {
  const numbers = values.filter((value) => typeof value === 'number')
  return (
    numbers.length > 0 && Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) > FEWEST_FOLD_FOR_LOG
  )
}

export const dependenceOption =
  (one: ExplainedFeature, scale: ScaleName) =>
  (palette: Palette): EChartsCoreOption => {
    const style = axisStyle(palette)
    const { value, partner } = one.points
    const isNumber = value.some((cell) => typeof cell === 'number')
    const ranks = ranksOf(partner)
    return {
      grid: { left: 56, right: 16, top: 12, bottom: 48 },
      tooltip: { ...tooltipStyle(palette), formatter: ({ data }: { data: { words: string } }) => data.words },
      xAxis: {
        ...style,
        type: !isNumber ? 'category' : isWide(value) ? 'log' : 'value',
        scale: true,
        name: withUnit(one.label || one.feature, one.unit),
        nameGap: 28,
      },
      yAxis: { ...style, type: 'value', scale: true, name: 'Contribution', nameGap: 40 },
      series: [
        {
          type: 'scatter',
          symbolSize: 6,
          data: one.points[scale].flatMap((y, index) =>
            value[index] == null
              ? []
              : [
                  {
                    value: [value[index], y],
                    words: dotWords(one, value[index], y),
                    itemStyle: { color: colourOf(ranks[index]!, palette.dim), opacity: 0.8 },
                  },
                ],
          ),
        },
      ],
    }
  }
