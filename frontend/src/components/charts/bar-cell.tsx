import styles from './bar-cell.module.css'

/** A bar inside a table cell, for a share of the largest. Decoration: the number stands in the next cell. */
export function BarCell({ share, tone = 'accent' }: { share: number; tone?: string }) {
  return (
    <span className={styles.track} aria-hidden="true">
      <span className={styles.bar} style={{ width: `${Math.max(0.5, share * 100)}%`, background: `var(--${tone})` }} />
    </span>
  )
}
