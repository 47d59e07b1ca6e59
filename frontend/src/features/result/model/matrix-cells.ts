import type { ResultSummary } from '@/client/wire'

/** Each pair of truth and answer: how many objects, and their share of all objects of that truth. */
export const cellsOf = ({ classes, confusion_matrix }: Pick<ResultSummary, 'classes' | 'confusion_matrix'>) =>
  classes.flatMap((truth, row) => {
    const counts = confusion_matrix[row] ?? []
    const total = counts.reduce((sum, count) => sum + count, 0)
    return classes.map((predicted, column) => {
      const count = counts[column] ?? 0
      return { truth, predicted, count, share: total > 0 ? count / total : 0 }
    })
  })
