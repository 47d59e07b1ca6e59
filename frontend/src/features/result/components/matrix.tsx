import type { ResultSummary } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { countOf, formatCount, formatShare } from '@/lib/format'
import { cellsOf } from '../model/matrix-cells'
import styles from './confusion-matrix.module.css'

export interface MatrixCell {
  truth: string
  predicted: string
}

export interface MatrixProps {
  result: ResultSummary
  open: MatrixCell | null
  onOpen: (cell: MatrixCell) => void
}

/** The cells themselves, as buttons. */
export function Matrix({ result, open, onOpen }: MatrixProps) {
  const { classes } = result
  const cells = cellsOf(result)
  return (
    <div className={styles.wrap}>
      <table className={styles.matrix}>
        <caption className="visually-hidden">Catalogue against model</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Catalogue</span>
            </th>
            {classes.map((name) => (
              <th key={name} scope="col">
                said <ClassMark name={name} classes={classes} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((truth) => (
            <tr key={truth}>
              <th scope="row">
                is <ClassMark name={truth} classes={classes} />
              </th>
              {cells
                .filter((cell) => cell.truth === truth)
                .map(({ predicted, count, share }) => (
                  <CellButton
                    key={predicted}
                    cell={{ truth, predicted }}
                    count={count}
                    share={share}
                    isOpen={open?.truth === truth && open.predicted === predicted}
                    onOpen={onOpen}
                  />
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  cell: MatrixCell
  count: number
  share: number
  isOpen: boolean
  onOpen: (cell: MatrixCell) => void
}

function CellButton({ cell, count, share, isOpen, onOpen }: CellProps) {
  const isRight = cell.truth === cell.predicted
  const words = `${countOf(count, 'object')} of class ${cell.truth} called ${cell.predicted}, ${isRight ? 'right' : 'wrong'}: show them`
  return (
    <td>
      <button
        type="button"
        className={styles.cell}
        data-right={isRight || undefined}
        aria-expanded={isOpen}
        aria-label={words.replaceAll('\u00a0', ' ')}
        disabled={count === 0}
        onClick={() => onOpen(cell)}
      >
        <span className={styles.shade} style={{ opacity: share * 0.5 }} />
        <span className={styles.count}>{formatCount(count)}</span>
        <span className={styles.share}>
          {isRight ? '✓ ' : '✗ '}
          {formatShare(share)}
        </span>
      </button>
    </td>
  )
}
