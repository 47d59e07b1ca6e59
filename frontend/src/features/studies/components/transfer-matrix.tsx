import type { TransferCell, TransferStudy } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { HeatMap } from '@/components/charts/heat-map'
import { DataTable } from '@/components/ui/data-table'
import { formatCount, formatEstimate, formatFixed, NOTHING } from '@/lib/format'
import { formatDifference } from '@/lib/differences'

const auc = ({ metrics }: TransferCell) => metrics.roc_auc?.value ?? null
const GUESSING = 0.5

/** Train on one mission, test on another: what a model is worth away from home. */
export function TransferMatrix({ matrix: { missions, cells } }: { matrix: TransferStudy['matrix'] }) {
  const cellOf = (train: string, test: string) => cells.find((cell) => cell.train === train && cell.test === test)
  return (
    <ChartFigure
      title="From mission to mission"
      caption="ROC AUC, and below it that of a model of the tested mission itself with the same columns. 0.5 is guessing. No star stands on both sides."
      csv={() => [
        ['trained', 'tested', 'columns', 'objects', 'roc_auc', 'own_roc_auc', 'weighted_roc_auc'],
        ...cells.map((cell) => [
          cell.train,
          cell.test,
          cell.columns.length,
          cell.rows,
          auc(cell),
          cell.home.roc_auc?.value,
          cell.adapted.roc_auc?.value,
        ]),
      ]}
      chart={
        <HeatMap
          caption="ROC AUC by the mission that trains and the mission that tests"
          across="Tested on"
          down="Trained on"
          columns={missions}
          rows={missions.map((train) => ({
            label: train,
            cells: missions.map((test) => {
              const cell = cellOf(train, test)
              const value = cell ? auc(cell) : null
              const own = cell?.home.roc_auc?.value
              return {
                key: test,
                shade: value === null ? null : (value - GUESSING) / GUESSING,
                text: formatFixed(value, 3),
                more: train === test || own == null ? 'its own' : `own ${formatFixed(own, 3)}`,
              }
            }),
          }))}
        />
      }
      table={<CellTable cells={cells} />}
    />
  )
}

const of = (metrics: TransferCell['metrics'], name: string) => (metrics[name] ? formatEstimate(metrics[name]) : NOTHING)

function CellTable({ cells }: { cells: TransferCell[] }) {
  return (
    <DataTable
      caption="Every pair of missions"
      rows={cells}
      rowKey={({ train, test }) => `${train}.${test}`}
      columns={[
        { key: 'train', title: 'Trained on', isRowHeader: true, render: ({ train }) => train },
        { key: 'test', title: 'Tested on', render: ({ test }) => test },
        { key: 'columns', title: 'Columns', isNumber: true, render: ({ columns }) => formatCount(columns.length) },
        { key: 'rows', title: 'Objects', isNumber: true, render: ({ rows }) => formatCount(rows) },
        { key: 'accuracy', title: 'Accuracy', isNumber: true, render: ({ metrics }) => of(metrics, 'accuracy') },
        { key: 'auc', title: 'ROC AUC', isNumber: true, render: ({ metrics }) => of(metrics, 'roc_auc') },
        { key: 'own', title: 'Own model', isNumber: true, render: ({ home }) => of(home, 'roc_auc') },
        {
          key: 'drop',
          title: 'Drop',
          isNumber: true,
          render: ({ difference }) => (difference.roc_auc ? formatDifference(difference.roc_auc) : NOTHING),
        },
        { key: 'weighted', title: 'Weighted', isNumber: true, render: ({ adapted }) => of(adapted, 'roc_auc') },
      ]}
    />
  )
}
