import type { EChartsCoreOption } from 'echarts/core'
import { axisStyle, tooltipStyle, type Palette } from '@/components/charts/palette'

export interface Line {
  name: string
  x: number[]
  y: number[]
  /** Place in the palette of classes, where the line stands for one. */
  place?: number
  hasPoints?: boolean
}

export interface CurveAxes {
  x: string
  y: string
  /** A reference from corner to corner: guessing, or perfect calibration. */
  diagonal?: string
}

const DASHES = ['solid', 'dashed', 'dotted'] as const

export const curveOption =
  (lines: Line[], axes: CurveAxes) =>
  (palette: Palette): EChartsCoreOption => {
    const axis = { type: 'value' as const, min: 0, max: 1, ...axisStyle(palette) }
    const drawn = lines.map(({ name, x, y, place, hasPoints }, index) => ({
      name,
      type: 'line',
      data: x.map((value, at) => [value, y[at]]),
      showSymbol: !!hasPoints,
      symbolSize: 8,
      lineStyle: { width: 2.5, type: DASHES[index % DASHES.length] },
      color: place === undefined ? palette.classes[index === 0 ? 0 : 1] : palette.classes[place],
    }))
    const reference = {
      name: axes.diagonal,
      type: 'line',
      data: [
        [0, 0],
        [1, 1],
      ],
      showSymbol: false,
      silent: true,
      lineStyle: { width: 1.5, type: 'dotted', color: palette.dim },
      color: palette.dim,
    }
    return {
      grid: { left: 52, right: 16, top: 36, bottom: 48 },
      legend: { type: 'scroll', top: 0, left: 0, itemHeight: 2, textStyle: { color: palette.text, fontSize: 12 } },
      tooltip: {
        ...tooltipStyle(palette),
        trigger: 'axis',
        valueFormatter: (value: unknown) => (typeof value === 'number' ? value.toFixed(3) : ''),
      },
      xAxis: { ...axis, name: axes.x, nameGap: 28 },
      yAxis: { ...axis, name: axes.y, nameGap: 34 },
      series: axes.diagonal ? [...drawn, reference] : drawn,
    }
  }
