import { formatNumber } from '@/lib/format'
import styles from './transit-plot.module.css'

interface Props {
  label: string
  /** Hours from the middle of the transit. */
  time: number[]
  /** Brightness against that outside of transit. */
  flux: number[]
  low: number[]
  high: number[]
}

const WIDTH = 480
const HEIGHT = 230
const LEFT = 64
const RIGHT = 10
const TOP = 12
const BOTTOM = 36
const PPM = 1e6

/** A curve with the band of its errors. Drawn as lines on paper, so that it prints. */
export function TransitPlot({ label, time, flux, low, high }: Props) {
  const least = Math.min(...low, ...flux)
  const most = Math.max(...high, ...flux)
  const air = (most - least || 1e-6) * 0.06
  const [first, last] = [time[0] ?? 0, time.at(-1) ?? 1]
  const x = (hour: number) => LEFT + ((hour - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) => TOP + ((most + air - value) / (most - least + 2 * air)) * (HEIGHT - TOP - BOTTOM)
  const at = (values: number[]) => values.map((value, index) => `${x(time[index]!).toFixed(1)},${y(value).toFixed(1)}`)
  const band = [...at(high), ...at(low).reverse()].join(' ')
  const hours = [first, 0, last]
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.plot} role="img" aria-label={label}>
      {[1, least].map((value) => (
        <g key={value}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className={styles.grid} />
          <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className={styles.tick}>
            {value === 1 ? '0' : formatNumber((value - 1) * PPM)}
          </text>
        </g>
      ))}
      <text
        x={4}
        y={(HEIGHT - BOTTOM) / 2}
        className={styles.tick}
        transform={`rotate(-90 14 ${(HEIGHT - BOTTOM) / 2})`}
        textAnchor="middle"
      >
        ppm
      </text>
      <polygon points={band} className={styles.band} />
      <polyline points={at(flux).join(' ')} className={styles.line} />
      {hours.map((hour) => (
        <text
          key={hour}
          x={x(hour)}
          y={HEIGHT - 20}
          textAnchor={hour === first ? 'start' : hour === last ? 'end' : 'middle'}
          className={styles.tick}
        >
          {formatNumber(hour)}
        </text>
      ))}
      <text x={(LEFT + WIDTH) / 2} y={HEIGHT - 4} textAnchor="middle" className={styles.tick}>
        hours from the middle
      </text>
    </svg>
  )
}
