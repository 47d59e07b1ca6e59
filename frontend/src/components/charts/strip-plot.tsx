import { formatNumber } from '@/lib/format'
import styles from './strip-plot.module.css'

interface Props {
  label: string
  values: number[]
  mean: number | null
}

const WIDTH = 360
const HEIGHT = 76
const EDGE = 24
const LINE = 34

/** A range that holds all values with some air, on a round step. */
function niceRange(values: number[]): [number, number] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const step = 10 ** Math.floor(Math.log10(Math.max(high - low, 0.002)))
  return [Math.floor(low / step - 0.5) * step, Math.ceil(high / step + 0.5) * step]
}

/** Points on a line, with their mean as a bar. */
export function StripPlot({ label, values, mean }: Props) {
  if (values.length === 0 || mean == null) return null
  const [low, high] = niceRange(values)
  const x = (value: number) => EDGE + ((value - low) / (high - low)) * (WIDTH - 2 * EDGE)
  const words = `${label}: ${values.map((value) => value.toFixed(4)).join(', ')}; mean ${mean.toFixed(4)}`
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.plot} role="img" aria-label={words}>
      <line x1={EDGE} x2={WIDTH - EDGE} y1={LINE} y2={LINE} className={styles.axis} />
      <line x1={x(mean)} x2={x(mean)} y1={LINE - 16} y2={LINE + 16} className={styles.mean} />
      {values.map((value, index) => (
        <circle key={index} cx={x(value)} cy={LINE} r={6} className={styles.point} />
      ))}
      <text x={x(mean)} y={12} className={styles.value} textAnchor="middle">
        mean {mean.toFixed(4)}
      </text>
      <text x={EDGE} y={HEIGHT - 6} className={styles.tick} textAnchor="middle">
        {formatNumber(low, 4)}
      </text>
      <text x={WIDTH - EDGE} y={HEIGHT - 6} className={styles.tick} textAnchor="middle">
        {formatNumber(high, 4)}
      </text>
    </svg>
  )
}
