import type { Column } from '@/client/wire'
import { ClassMark, paletteIndex } from '@/components/ui/class-mark'
import { formatShare } from '@/lib/format'
import { missingGap } from '../model/columns'
import styles from './missing-cell.module.css'

/** Less than this difference between classes is not worth a line. */
const NOTABLE = 0.01

/** The share of empty cells, overall and, where it differs, in each class. */
export function MissingCell({ column, classes }: { column: Column; classes: string[] }) {
  const names = Object.keys(column.missing_by_class).sort((a, b) => paletteIndex(classes, a) - paletteIndex(classes, b))
  return (
    <div className="num">
      {formatShare(column.missing)}
      {missingGap(column) > NOTABLE && (
        <ul className={styles.classes}>
          {names.map((name) => (
            <li key={name}>
              {classes.includes(name) ? (
                <ClassMark name={name} classes={classes} isQuiet />
              ) : (
                <span className={styles.other}>{name.toLowerCase()}</span>
              )}
              {formatShare(column.missing_by_class[name])}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
