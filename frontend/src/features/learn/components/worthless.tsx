import type { Column } from '@/client/wire'
import { HistogramFigure } from '@/components/charts/histogram-figure'
import { formatShare } from '@/lib/format'

const UNDECIDED = ['UNDECIDED', 'CANDIDATE']

/** Why a leak is worth nothing: what it is, how it splits the classes, and how empty it is where it would be needed. */
export function Worthless({ column, classes }: { column: Column; classes: string[] }) {
  const undecided = UNDECIDED.map((name) => column.missing_by_class[name]).find((share) => share != null)
  return (
    <div className="stack">
      <p>
        <code>{column.name}</code>: {column.description}
      </p>
      {column.reason && (
        <p>
          <strong>Why it is a leak.</strong> {column.reason}
        </p>
      )}
      <p>
        <strong>Why that is worthless.</strong> On a night when a telescope finds a new dip, nobody has judged it yet:
        the column does not exist, or holds what another classifier guessed.
        {undecided != null &&
          undecided > 0 &&
          ` Of the objects that are still undecided, ${formatShare(undecided, 0)} have none.`}{' '}
        A score that rests on it says how well the model copies, not how well it judges.
      </p>
      {column.histogram && (
        <HistogramFigure label={column.label} unit={column.unit} histogram={column.histogram} classes={classes} />
      )}
    </div>
  )
}
