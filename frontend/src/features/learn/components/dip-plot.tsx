import { formatNumber } from '@/lib/format'
import { ladder } from '../model/scales'
import styles from './dip-plot.module.css'

interface Props {
  /** Hours from the middle of the transit. */
  time: number[]
  /** Brightness against that outside of transit. */
  flux: number[]
}

const WIDTH = 520
const HEIGHT = 260
const LEFT = 96
const RIGHT = 14
const TOP = 18
const BOTTOM = 44
const PPM = 1e6

/** A light curve on scales that jump in steps only, so that turning a dial is seen in the curve. */
export function DipPlot({ time, flux }: Props) {
  const depth = (1 - Math.min(...flux)) * PPM
  const lowest = ladder(Math.max(depth, 50))
  const half = ladder(Math.max(...time.map(Math.abs), 0.1) * 0.75)
  const x = (hour: number) => LEFT + ((hour + half) / (2 * half)) * (WIDTH - LEFT - RIGHT)
  const y = (level: number) => TOP + (((1 - level) * PPM) / lowest) * (HEIGHT - TOP - BOTTOM)
  const inside = time.map((hour, at) => [hour, flux[at]!] as const).filter(([hour]) => Math.abs(hour) <= half)
  const points = [[-half, 1] as const, ...inside, [half, 1] as const]
  const line = points.map(([hour, level]) => `${x(hour).toFixed(1)},${y(level).toFixed(1)}`).join(' ')
  const words = `Light curve: ${formatNumber(Math.round(depth))} ppm deep at most, drawn from ${formatNumber(-half)} to ${formatNumber(half)} hours`
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.plot} role="img" aria-label={words}>
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line
            x1={LEFT}
            x2={WIDTH - RIGHT}
            y1={y(1 - (part * lowest) / PPM)}
            y2={y(1 - (part * lowest) / PPM)}
            className={styles.grid}
          />
          <text x={LEFT - 8} y={y(1 - (part * lowest) / PPM) + 4} textAnchor="end" className={styles.tick}>
            {part === 0 ? '0' : formatNumber(-part * lowest)}
          </text>
        </g>
      ))}
      <polyline points={line} className={styles.line} />
      {[-half, 0, half].map((hour) => (
        <text
          key={hour}
          x={x(hour)}
          y={HEIGHT - 24}
          textAnchor={hour < 0 ? 'start' : hour > 0 ? 'end' : 'middle'}
          className={styles.tick}
        >
          {formatNumber(hour)}
        </text>
      ))}
      <text x={(LEFT + WIDTH) / 2} y={HEIGHT - 6} textAnchor="middle" className={styles.tick}>
        hours from the middle
      </text>
      <text
        transform={`translate(14 ${(HEIGHT - BOTTOM + TOP) / 2}) rotate(-90)`}
        textAnchor="middle"
        className={styles.tick}
      >
        brightness (ppm)
      </text>
    </svg>
  )
}
