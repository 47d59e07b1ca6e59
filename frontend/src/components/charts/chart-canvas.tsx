import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ChartProps } from './chart'
import { echarts } from './echarts'
import { readPalette } from './palette'

const reducesMotion = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

export default function ChartCanvas({ label, height, option }: ChartProps) {
  const element = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('dark')

  useEffect(() => {
    const host = element.current
    if (!host) return
    const palette = readPalette(host)
    const chart = echarts.init(host)
    chart.setOption({
      animation: !reducesMotion(),
      animationDuration: 300,
      textStyle: { fontFamily: palette.font, color: palette.text },
      ...option(palette),
    })
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(host)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [option, scheme])

  return <div ref={element} role="img" aria-label={label} style={{ width: '100%', height }} />
}
