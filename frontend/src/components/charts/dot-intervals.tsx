import type { CSSProperties } from 'react'
import type { Estimate } from '@/client/wire'
import { formatEstimate, formatNumber } from '@/lib/format'
import styles from './dot-intervals.module.css'

export interface DotRow {
  name: string
  estimate: Estimate
}

interface Props {
  rows: DotRow[]
  format?: (estimate: Estimate) => string
  /** Draw where nothing differs, and keep it in sight. */
  hasZero?: boolean
  /** Between which the scale may reach, such as 0 and 1 for a share. */
  limits?: [number, number]
}

/** A range on a round step that holds all values with some air. */
export function rangeOf(values: number[], [least, most] = [-Infinity, Infinity]): [number, number] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const step = 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-4)))
  const [from, to] = [Math.floor(low / step - 0.25) * step, Math.ceil(high / step + 0.25) * step]
  return [Math.max(from, Math.min(low, least)), Math.min(to, Math.max(high, most))]
}

const numbersOf = ({ value, low, high }: Estimate) => [value, low, high].filter((part): part is number => part != null)

/** Values with their intervals on one common scale, each beside its name and its number. */
export function DotIntervals({ rows, format = formatEstimate, hasZero = false, limits }: Props) {
  const shown = rows.filter(({ estimate }) => estimate.value != null)
  if (shown.length === 0) return null
  const values = shown.flatMap(({ estimate }) => numbersOf(estimate))
  const [low, high] = rangeOf(hasZero ? [0, ...values] : values, limits)
  const at = (value: number) => `${((value - low) / (high - low)) * 100}%`
  return (
    <ul className={styles.list}>
      {shown.map(({ name, estimate }, index) => (
        <li key={name} className={styles.row}>
          <span>{name}</span>
          <span className={styles.track} aria-hidden="true" style={toneOf(index)}>
            {hasZero && <span className={styles.zero} style={{ left: at(0) }} />}
            {estimate.low != null && estimate.high != null && (
              <span
                className={styles.interval}
                style={{ left: at(estimate.low), right: `calc(100% - ${at(estimate.high)})` }}
              />
            )}
            <span className={styles.dot} data-shape={index % 2} style={{ left: at(estimate.value!) }} />
          </span>
          <span className={`num ${styles.value}`}>{format(estimate)}</span>
        </li>
      ))}
      <li className={`${styles.row} ${styles.axis}`} aria-hidden="true">
        <span />
        <span className={styles.ticks}>
          <span>{formatNumber(low, 4)}</span>
          <span>{formatNumber(high, 4)}</span>
        </span>
        <span />
      </li>
    </ul>
  )
}

const toneOf = (index: number) => ({ '--tone': `var(--class-${index % 8})` }) as CSSProperties
