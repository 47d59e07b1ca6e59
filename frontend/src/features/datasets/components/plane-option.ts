import type { EChartsCoreOption } from 'echarts/core'
import type { PlanePoint, PlanePoints } from '@/client/wire'
import { axisStyle, SYMBOLS, tooltipStyle, type Palette } from '@/components/charts/palette'
import { formatNumber, formatQuantity } from '@/lib/format'
import { dealt, groupByClass, logRange, placeOf } from './plane-groups'

/** One object as a ring with its name, above all others. */
const ringOf = ({ x, y, object }: PlanePoint, palette: Palette) => ({
  name: object,
  type: 'scatter',
  data: [[x, y, object]],
  symbol: 'circle',
  symbolSize: 18,
  z: 10,
  itemStyle: { color: 'transparent', borderColor: palette.text, borderWidth: 2.5 },
  label: {
    show: true,
    position: 'top',
    formatter: object,
    color: palette.text,
    fontWeight: 'bold',
    textBorderColor: palette.panel,
    textBorderWidth: 3,
  },
})

/** Points of a layer: few enough that what lies over each other still darkens, many enough to be drawn quickly. */
const LAYER = 250

/** The ends of an axis may lie between two powers of ten, and then go unlabelled. */
const wholeDecade = (value: number) =>
  Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6) ? formatNumber(value) : ''

export const planeOption =
  (plane: PlanePoints, highlight?: string) =>
  (palette: Palette): EChartsCoreOption => {
    // What is undecided lies under what is decided.
    const groups = Object.entries(groupByClass(plane.points)).sort(([a], [b]) => placeOf(b) - placeOf(a))
    const style = axisStyle(palette)
    const axis = {
      type: 'log' as const,
      ...style,
      splitLine: { show: false },
      axisLabel: { ...style.axisLabel, formatter: wholeDecade },
    }
    return {
      grid: { left: 56, right: 12, top: 10, bottom: 48 },
      tooltip: {
        ...tooltipStyle(palette),
        formatter: ({ data }: { data: [number, number, string] }) =>
          `${data[2]}\n${formatQuantity(data[0], plane.x.unit)}, ${formatQuantity(data[1], plane.y.unit)}`,
      },
      xAxis: {
        ...axis,
        ...logRange(plane.points.map(({ x }) => x)),
        name: `${plane.x.label} (${plane.x.unit})`,
        nameGap: 30,
      },
      yAxis: {
        ...axis,
        ...logRange(plane.points.map(({ y }) => y)),
        name: `${plane.y.label} (${plane.y.unit})`,
        nameGap: 38,
      },
      series: [
        ...groups.flatMap(([name, points]) => {
          const place = placeOf(name)
          // The library draws its own shapes in layers, but not a path.
          const inLayers = !SYMBOLS[place]!.startsWith('path:')
          return dealt(points, inLayers ? LAYER : points.length).map((layer) => ({
            name,
            type: 'scatter',
            // In one go: drawing piece by piece goes on after the chart is gone, and fails.
            progressive: 0,
            // One shape for a layer instead of one for a point: a zoom is drawn several times sooner.
            large: inLayers,
            largeThreshold: 0,
            emphasis: { disabled: true },
            data: layer.map((point) => [point.x, point.y, point.object]),
            symbol: SYMBOLS[place],
            symbolSize: place === 1 ? 5 : 4.5,
            itemStyle: {
              color: palette.classes[place],
              opacity: 0.55,
              borderColor: palette.classes[place],
              borderWidth: place === 1 ? 1 : 0,
            },
          }))
        }),
        ...plane.points.filter(({ object }) => object === highlight).map((own) => ringOf(own, palette)),
      ],
    }
  }
