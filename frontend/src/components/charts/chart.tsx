import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { EChartsCoreOption } from 'echarts/core'
import type { Palette } from './palette'

const ChartCanvas = lazy(() => import('./chart-canvas'))

export interface ChartProps {
  /** What the chart shows, for those who cannot see it. */
  label: string
  height: number
  option: (palette: Palette) => EChartsCoreOption
  /** Series with ids that lie above, such as a cursor: they change without drawing the rest anew. */
  overlay?: (palette: Palette) => object[]
  /** Where the pointer is on the axes; null once it leaves. */
  onHover?: (place: [number, number] | null) => void
  onPick?: (place: [number, number]) => void
}

/** True once the element has come near the window; charts are fetched only then. */
function useSeen() {
  const ref = useRef<HTMLDivElement>(null)
  const [isSeen, setIsSeen] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element || isSeen) return
    const observer = new IntersectionObserver((entries) => setIsSeen(entries.some((entry) => entry.isIntersecting)), {
      rootMargin: '200px',
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [isSeen])
  return { ref, isSeen }
}

export function Chart(props: ChartProps) {
  const { ref, isSeen } = useSeen()
  const waiting = <Skeleton height={props.height} radius="md" />
  return (
    <div ref={ref} style={{ minHeight: props.height }}>
      {isSeen ? (
        <Suspense fallback={waiting}>
          <ChartCanvas {...props} />
        </Suspense>
      ) : (
        waiting
      )}
    </div>
  )
}
