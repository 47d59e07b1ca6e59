import { countOf, formatCount } from '@/lib/format'
import type { MapTarget } from '../model/mapping'
import styles from './coverage.module.css'

interface Props {
  targets: MapTarget[]
  found: ReadonlySet<string>
}

/** How much of what can be measured of a signal and its star a table holds. */
export function Coverage({ targets, found }: Props) {
  const held = targets.filter(({ name }) => found.has(name))
  const missing = targets.filter(({ name }) => !found.has(name))
  const words = `${formatCount(held.length)} of ${countOf(targets.length, 'shared measurement')} found`
  return (
    <div className="stack-tight">
      <p className="small" id="coverage-words">
        <strong className="num">{words}</strong>
      </p>
      <div
        className={styles.track}
        role="meter"
        aria-labelledby="coverage-words"
        aria-valuemin={0}
        aria-valuemax={targets.length}
        aria-valuenow={held.length}
      >
        <div className={styles.fill} style={{ width: `${(100 * held.length) / Math.max(1, targets.length)}%` }} />
      </div>
      {missing.length > 0 && (
        <details className={`small ${styles.details}`}>
          <summary>Not found</summary>
          <p className="dim">{missing.map(({ label }) => label).join(', ')}</p>
        </details>
      )}
    </div>
  )
}
