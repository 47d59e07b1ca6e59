import type { Column } from '@/client/wire'
import { HistogramFigure } from '@/components/charts/histogram-figure'
import { ClassMark, paletteIndex } from '@/components/ui/class-mark'
import { DataTable } from '@/components/ui/data-table'
import { formatShare } from '@/lib/format'

interface Props {
  column: Column
  classes: string[]
}

/** How a column's values and its empty cells are spread over the classes. */
export function ColumnSpread({ column, classes }: Props) {
  const { histogram, label, unit, categories } = column
  return (
    <>
      {histogram && <HistogramFigure label={label} unit={unit} histogram={histogram} classes={classes} />}
      {categories.length > 0 && (
        <p className="small">
          <span className="dim">Values, the most frequent first: </span>
          {categories.join(', ')}
        </p>
      )}
      <MissingTable column={column} classes={classes} />
    </>
  )
}

function MissingTable({ column: { missing_by_class: shares }, classes }: Props) {
  const names = Object.keys(shares).sort((a, b) => paletteIndex(classes, a) - paletteIndex(classes, b))
  if (names.length === 0) return null
  return (
    <DataTable
      caption="Empty cells in each class"
      rows={names}
      rowKey={(name) => name}
      columns={[
        {
          key: 'class',
          title: 'Class',
          isRowHeader: true,
          render: (name) => (classes.includes(name) ? <ClassMark name={name} classes={classes} /> : name),
        },
        { key: 'missing', title: 'Missing', isNumber: true, render: (name) => formatShare(shares[name]) },
      ]}
    />
  )
}
