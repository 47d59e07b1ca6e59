import { useComputedColorScheme } from '@mantine/core'
import type { ECharts } from 'echarts/core'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { ChartProps } from './chart'
import { useChartTools } from './chart-tools'
import { echarts } from './echarts'
import { readPalette } from './palette'
import { withPlainTooltips } from './plain-tooltips'
import { attachZoom } from './zoom'

const reducesMotion = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** Where the pointer is on the axes; null outside of them. */
function placeOf(chart: ECharts, { offsetX, offsetY }: { offsetX: number; offsetY: number }) {
  const pixel: [number, number] = [offsetX, offsetY]
  if (!chart.containPixel({ gridIndex: 0 }, pixel)) return null
  return chart.convertFromPixel({ gridIndex: 0 }, pixel) as [number, number]
}

export default function ChartCanvas({ label, height, option, overlay, onHover, onPick }: ChartProps) {
  const element = useRef<HTMLDivElement>(null)
  const drawn = useRef<ECharts>(null)
  const scheme = useComputedColorScheme('dark')
  const offerZoom = useChartTools()
  const hover = useEffectEvent((place: [number, number] | null) => onHover?.(place))
  const pick = useEffectEvent((place: [number, number]) => onPick?.(place))

  useEffect(() => {
    const host = element.current
    if (!host) return
    const palette = readPalette(host)
    const chart = echarts.init(host)
    const whole = withPlainTooltips(option(palette))
    drawn.current = chart
    chart.setOption({
      animation: !reducesMotion(),
      animationDuration: 300,
      textStyle: { fontFamily: palette.font, color: palette.text },
      ...whole,
    })
    offerZoom(attachZoom(chart, whole))
    const surface = chart.getZr()
    surface.on('mousemove', (event) => hover(placeOf(chart, event)))
    surface.on('globalout', () => hover(null))
    surface.on('click', (event) => {
      const place = placeOf(chart, event)
      if (place) pick(place)
    })
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(host)
    return () => {
      observer.disconnect()
      offerZoom(null)
      drawn.current = null
      chart.dispose()
    }
  }, [option, scheme, offerZoom])

  // What is marked changes often and is laid over what is drawn, not drawn anew with it.
  useEffect(() => {
    if (overlay && element.current)
      drawn.current?.setOption(withPlainTooltips({ series: overlay(readPalette(element.current)) }))
  }, [overlay, option, scheme])

  return (
    <div
      ref={element}
      role="img"
      aria-label={label}
      style={{ width: '100%', height, cursor: onPick ? 'crosshair' : undefined }}
    />
  )
}
