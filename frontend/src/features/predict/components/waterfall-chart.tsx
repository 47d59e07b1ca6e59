import { formatFixed, formatSigned } from '@/lib/format'
import type { Waterfall } from '../model/waterfall'
import styles from './waterfall-chart.module.css'

interface Props {
  waterfall: Waterfall
  base: number
  output: number
  predictedClass: string
}

/** Bars that hang one on the other, from the average object to this one. */
export function WaterfallChart({ waterfall: { bars, low, high }, base, output, predictedClass }: Props) {
  const span = high - low || 1
  const percent = (value: number) => `${((value - low) / span) * 100}%`
  return (
    <div className={styles.chart}>
      <p className={styles.legend} aria-hidden="true">
        <span className={styles.keyFor}>▶ for {predictedClass.toLowerCase()}</span>
        <span className={styles.keyAgainst}>◀ against</span>
      </p>
      <ol className={styles.list}>
        <li className={styles.end}>
          <span>Average object</span>
          <span className="num">{formatFixed(base)}</span>
        </li>
        {bars.map(({ key, label, value, contribution, from, to }) => (
          <li key={key} className={styles.row}>
            <span className={styles.label}>
              {label} {value && <span className={styles.value}>{value}</span>}
            </span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={contribution >= 0 ? styles.for : styles.against}
                style={{
                  left: percent(Math.min(from, to)),
                  width: `max(3px, ${(Math.abs(contribution) / span) * 100}%)`,
                }}
              />
            </span>
            <span className={styles.number}>
              {contribution >= 0 ? '▶' : '◀'} {formatSigned(contribution)}
            </span>
          </li>
        ))}
        <li className={styles.end}>
          <span>This object</span>
          <span className="num">{formatFixed(output)}</span>
        </li>
      </ol>
    </div>
  )
}
