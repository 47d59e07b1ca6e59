import type { EChartsCoreOption } from 'echarts/core'
import type { PlanePoints } from '@/client/wire'
import { axisStyle, SYMBOLS, tooltipStyle, type Palette } from '@/components/charts/palette'
import { formatQuantity } from '@/lib/format'
import { groupByClass } from './plane-groups'

// Catalogue words to palette places: a confirmed planet and a predicted one share mark and colour.
const PLACES: Record<string, number> = { CONFIRMED: 0, PLANET: 0, 'FALSE POSITIVE': 1, CANDIDATE: 2, UNDECIDED: 2 }

export const planeOption =
  (plane: PlanePoints) =>
  (palette: Palette): EChartsCoreOption => {
    const groups = Object.entries(groupByClass(plane.points)).sort(([a], [b]) => (PLACES[b] ?? 3) - (PLACES[a] ?? 3))
    const axis = { type: 'log' as const, ...axisStyle(palette), splitLine: { show: false } }
    return {
      grid: { left: 56, right: 16, top: 40, bottom: 52 },
      legend: { top: 0, left: 0, textStyle: { color: palette.text, fontSize: 13 }, itemWidth: 12, itemHeight: 12 },
      tooltip: {
        ...tooltipStyle(palette),
        formatter: ({ data }: { data: [number, number, string] }) =>
          `${data[2]}<br>${formatQuantity(data[0], plane.x.unit)}, ${formatQuantity(data[1], plane.y.unit)}`,
      },
      xAxis: { ...axis, name: `${plane.x.label} (${plane.x.unit})`, nameGap: 32 },
      yAxis: { ...axis, name: `${plane.y.label} (${plane.y.unit})`, nameGap: 40 },
      series: groups.map(([name, points]) => {
        const place = PLACES[name] ?? 3
        return {
          name,
          type: 'scatter',
          data: points.map((point) => [point.x, point.y, point.object]),
          symbol: SYMBOLS[place],
          symbolSize: place === 1 ? 5 : 4.5,
          itemStyle: { color: palette.classes[place], opacity: 0.65, borderColor: palette.classes[place], borderWidth: place === 1 ? 1 : 0 },
        }
      }),
    }
  }
