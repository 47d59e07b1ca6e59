import type { Task } from '@/client/wire'
import { ClassMark, paletteIndex } from '@/components/ui/class-mark'
import { formatCount, formatShare } from '@/lib/format'
import styles from './class-balance.module.css'

/** How many rows each class has, as a bar and in words. */
export function ClassBalance({ task }: { task: Task }) {
  const counts = task.counts ?? {}
  const total = Object.values(counts).reduce((sum, rows) => sum + rows, 0)
  const names = Object.keys(counts).sort((a, b) => paletteIndex(task.classes, a) - paletteIndex(task.classes, b))
  if (total === 0) return null
  return (
    <div className="stack-tight">
      <div className={styles.bar} aria-hidden="true">
        {names.map((name) => (
          <span
            key={name}
            style={{ flexGrow: counts[name], background: `var(--class-${paletteIndex(task.classes, name)})` }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {names.map((name) => (
          <li key={name}>
            <ClassMark name={name} classes={task.classes} />{' '}
            <span className="num dim">
              {formatCount(counts[name])} ({formatShare((counts[name] ?? 0) / total, 0)})
            </span>
          </li>
        ))}
        {!!task.undecided && (
          <li>
            Undecided <span className="num dim">{formatCount(task.undecided)}, kept aside to be ranked</span>
          </li>
        )}
      </ul>
    </div>
  )
}
