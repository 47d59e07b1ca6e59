import type { LeakPrice } from '@/client/wire'
import { formatCount, formatPercentEstimate, formatShare } from '@/lib/format'
import styles from './leak-jump.module.css'

/** The jump: accuracy without and with, and the mistakes that seem to go away. */
export function LeakJump({ price }: { price: LeakPrice }) {
  const [without, withThem] = [price.without_leaks.accuracy, price.with_leaks.accuracy]
  if (without?.value == null || withThem?.value == null) return null
  const wrong = (accuracy: number) => formatCount(Math.round((1 - accuracy) * 1000))
  const gone = 1 - (1 - withThem.value) / Math.max(1e-9, 1 - without.value)
  return (
    <div className={styles.jump} aria-live="polite">
      <p className={styles.side}>
        <span className="small dim">Honest</span>
        <strong className={styles.number}>{formatPercentEstimate(without)}</strong>
        <span className="small">{wrong(without.value)} of 1,000 told wrong</span>
      </p>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <p className={styles.side} data-leaky>
        <span className="small dim">With the leak</span>
        <strong className={styles.number}>{formatPercentEstimate(withThem)}</strong>
        <span className="small">{wrong(withThem.value)} of 1,000 told wrong</span>
      </p>
      {gone > 0.01 && (
        <p className={styles.words}>
          {formatShare(gone, 0)} of the mistakes seem to vanish, and nothing was learned about planets: the model reads
          the verdict off the page.
        </p>
      )}
    </div>
  )
}
