import { formatNumber } from '@/lib/format'
import styles from './trial-plot.module.css'

export interface TrialPoint {
  number: number
  value: number
  /** Whether it was judged on all inner folds. */
  isWhole: boolean
}

interface Props {
  label: string
  points: TrialPoint[]
}

const WIDTH = 420
const HEIGHT = 170
const LEFT = 58
const RIGHT = 12
const TOP = 12
const BOTTOM = 30

/** The smallest value of whole trials up to each of them, as corners of a staircase. */
export function bestSoFar(points: TrialPoint[]): { number: number; value: number }[] {
  let best = Infinity
  return points
    .filter(({ isWhole }) => isWhole)
    .map(({ number, value }) => ({ number, value: (best = Math.min(best, value)) }))
}

/** Trials by number and inner log-loss, with a line at the best so far. Hollow marks were given up early. */
export function TrialPlot({ label, points }: Props) {
  if (points.length === 0) return null
  const values = points.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const air = Math.max((high - low) * 0.08, 1e-4)
  const last = Math.max(...points.map(({ number }) => number), 1)
  const x = (number: number) => LEFT + (number / last) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) => TOP + ((high + air - value) / (high - low + 2 * air)) * (HEIGHT - TOP - BOTTOM)
  const steps = bestSoFar(points)
  const line = steps.map((step, at) =>
    at === 0 ? `M${x(step.number)},${y(step.value)}` : `H${x(step.number)}V${y(step.value)}`,
  )
  const least = steps.at(-1)
  const words = `${label}: ${points.length} trials, from ${formatNumber(values[0], 4)}${least ? ` to ${formatNumber(least.value, 4)} at best` : ''}`
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.plot} role="img" aria-label={words}>
      {[low, high].map((value, at) => (
        <g key={at}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className={styles.grid} />
          <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className={styles.tick}>
            {formatNumber(value, 3)}
          </text>
        </g>
      ))}
      <path d={line.join('')} className={styles.best} />
      {points.map(({ number, value, isWhole }) => (
        <circle key={number} cx={x(number)} cy={y(value)} r={4.5} className={isWhole ? styles.point : styles.pruned} />
      ))}
      <text x={LEFT} y={HEIGHT - 8} className={styles.tick}>
        trial 0
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 8} textAnchor="end" className={styles.tick}>
        trial {last}
      </text>
    </svg>
  )
}
