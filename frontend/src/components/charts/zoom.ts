import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { formatNumber } from '@/lib/format'

/** What the buttons beside a chart do. */
export interface Zoom {
  nearer: () => void
  farther: () => void
  whole: () => void
}

interface Rect {
  x: number
  y: number
  width: number
  height: number
}
interface Axis {
  type?: string
  min?: unknown
  max?: unknown
  axisLabel?: { formatter?: unknown }
}
type Point = [number, number]

const STEP = 1.6
const MOST = 400

/** A part of a rectangle about a point, so much nearer. */
export const partOf = ({ x, y, width, height }: Rect, [px, py]: Point, factor: number): Rect => ({
  x: px - (px - x) / factor,
  y: py - (py - y) / factor,
  width: width / factor,
  height: height / factor,
})

// The library has no public word for where its axes stand.
function plotOf(chart: ECharts): Rect {
  const model = chart as unknown as {
    getModel(): { getComponent(name: string): { coordinateSystem: { getRect(): Rect } } }
  }
  return model.getModel().getComponent('grid').coordinateSystem.getRect()
}

/** Zooms a chart by pixels, so that logarithmic axes stay even: buttons, Ctrl and wheel, double click, drag to move. */
export function attachZoom(chart: ECharts, option: EChartsCoreOption): Zoom | null {
  const [xAxis, yAxis] = [option.xAxis as Axis | undefined, option.yAxis as Axis | undefined]
  if (!xAxis || !yAxis || xAxis.type === 'category') return null
  let level = 1

  const label = ({ type }: Axis) =>
    type === 'log' ? { axisLabel: { formatter: (value: number) => formatNumber(value) } } : {}
  const look = (part: Rect) => {
    const [left, bottom] = chart.convertFromPixel({ gridIndex: 0 }, [part.x, part.y + part.height]) as Point
    const [right, top] = chart.convertFromPixel({ gridIndex: 0 }, [part.x + part.width, part.y]) as Point
    chart.setOption({
      animation: false,
      xAxis: { min: left, max: right, ...label(xAxis) },
      yAxis: { min: bottom, max: top, ...label(yAxis) },
    })
  }
  const back = ({ min = null, max = null, axisLabel }: Axis) => ({
    min,
    max,
    axisLabel: { formatter: axisLabel?.formatter ?? null },
  })
  const whole = () => {
    level = 1
    chart.setOption({ xAxis: back(xAxis), yAxis: back(yAxis) })
  }
  const zoom = (factor: number, about?: Point) => {
    const plot = plotOf(chart)
    const next = Math.min(MOST, level * factor)
    if (next <= 1) return whole()
    look(partOf(plot, about ?? [plot.x + plot.width / 2, plot.y + plot.height / 2], next / level))
    level = next
  }

  const surface = chart.getZr()
  let grasped: Point | null = null
  surface.on('mousewheel', (event) => {
    const wheel = event.event as unknown as WheelEvent
    if (!wheel.ctrlKey && !wheel.metaKey) return
    wheel.preventDefault()
    zoom(event.wheelDelta > 0 ? STEP : 1 / STEP, [event.offsetX, event.offsetY])
  })
  surface.on('dblclick', (event) => zoom(STEP * STEP, [event.offsetX, event.offsetY]))
  surface.on('mousedown', (event) => {
    grasped = level > 1 ? [event.offsetX, event.offsetY] : null
  })
  surface.on('mousemove', (event) => {
    if (!grasped) return
    const plot = plotOf(chart)
    look({ ...plot, x: plot.x + grasped[0] - event.offsetX, y: plot.y + grasped[1] - event.offsetY })
    grasped = [event.offsetX, event.offsetY]
  })
  for (const end of ['mouseup', 'globalout'] as const) surface.on(end, () => void (grasped = null))
  return { nearer: () => zoom(STEP), farther: () => zoom(1 / STEP), whole }
}
