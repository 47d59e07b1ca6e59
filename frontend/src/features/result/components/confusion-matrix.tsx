import { ChartFigure } from '@/components/charts/chart-figure'
import { ClassMark } from '@/components/ui/class-mark'
import { DataTable } from '@/components/ui/data-table'
import { formatCount, formatShare } from '@/lib/format'
import { cellsOf } from '../model/matrix-cells'
import { Matrix, type MatrixProps } from './matrix'

/** Truth against prediction; every cell opens the objects behind it. */
export function ConfusionMatrix(props: MatrixProps) {
  const { classes } = props.result
  const cells = cellsOf(props.result)
  return (
    <ChartFigure
      title="Confusion matrix"
      caption="Rows are what the catalogue says, columns what the model said. Open a cell to see its objects."
      csv={() => [
        ['catalogue', 'model', 'objects', 'share_of_row'],
        ...cells.map(({ truth, predicted, count, share }) => [truth, predicted, count, share]),
      ]}
      chart={<Matrix {...props} />}
      table={
        <DataTable
          caption="Every cell of the confusion matrix"
          isCaptionHidden
          rows={cells}
          rowKey={({ truth, predicted }) => JSON.stringify([truth, predicted])}
          columns={[
            {
              key: 'truth',
              title: 'Catalogue',
              isRowHeader: true,
              render: ({ truth }) => <ClassMark name={truth} classes={classes} />,
            },
            {
              key: 'predicted',
              title: 'Model',
              render: ({ predicted }) => <ClassMark name={predicted} classes={classes} />,
            },
            { key: 'count', title: 'Objects', isNumber: true, render: ({ count }) => formatCount(count) },
            { key: 'share', title: 'Share of the row', isNumber: true, render: ({ share }) => formatShare(share) },
          ]}
        />
      }
    />
  )
}
