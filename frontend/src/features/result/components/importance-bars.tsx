import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ImportanceBar } from '@/client/wire'
import { BarCell } from '@/components/charts/bar-cell'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { QueryView } from '@/components/ui/query-view'
import { formatCount, formatShare, formatUnit, NOTHING, withUnit } from '@/lib/format'
import { useImportance } from '../api/get-importance'

const FIRST = 15

const name: TableColumn<ImportanceBar> = {
  key: 'label',
  title: 'Column',
  isRowHeader: true,
  render: ({ label, unit }) => withUnit(label, unit),
}
const kind: TableColumn<ImportanceBar> = { key: 'group', title: 'Kind', render: ({ group }) => group || NOTHING }
const numbers: TableColumn<ImportanceBar>[] = [
  {
    key: 'importance',
    title: 'Mean',
    isNumber: true,
    render: ({ importance }) => importance.toFixed(3),
  },
  { key: 'share', title: 'Share', isNumber: true, render: ({ share }) => formatShare(share) },
]
const meaning: TableColumn<ImportanceBar>[] = [
  { key: 'feature', title: 'Name', render: ({ feature }) => <code>{feature}</code> },
  { key: 'formula', title: 'Formula', render: ({ formula }) => (formula ? <code>{formula}</code> : NOTHING) },
]
const barOf = (largest: number): TableColumn<ImportanceBar> => ({
  key: 'bar',
  title: <span className="visually-hidden">Bar</span>,
  render: ({ importance }) => <BarCell share={importance / largest} />,
})

/** Which columns the verdicts rest on: bars with their numbers, and behind them every column with its formula. */
export function ImportanceBars({ sessionId }: { sessionId: string }) {
  const query = useImportance(sessionId)
  const [showsAll, setShowsAll] = useState(false)
  return (
    <QueryView
      query={query}
      what="the importance of the columns"
      height={520}
      isEmpty={({ features }) => features.length === 0}
      empty={<p>This model has no measured importance.</p>}
    >
      {({ features, unit }) => (
        <ChartFigure
          title="Importance of the columns"
          caption={`Mean size of each column's contribution${unit ? ` in ${unit}` : ''}, and its share of all.`}
          csv={() => [
            ['column', 'label', 'unit', 'kind', 'formula', 'contribution', 'share'],
            ...features.map((one) => [
              one.feature,
              one.label,
              formatUnit(one.unit),
              one.group,
              one.formula,
              one.importance,
              one.share,
            ]),
          ]}
          chart={
            <div className="stack-tight">
              <DataTable
                caption="Bars of importance"
                isCaptionHidden
                rows={showsAll ? features : features.slice(0, FIRST)}
                rowKey={({ feature }) => feature}
                columns={[name, barOf(features[0]?.importance || 1), ...numbers, kind]}
              />
              {features.length > FIRST && (
                <div data-no-picture>
                  <Button size="xs" variant="default" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
                    {showsAll ? `Show the first ${FIRST}` : `Show all ${formatCount(features.length)}`}
                  </Button>
                </div>
              )}
            </div>
          }
          table={
            <DataTable
              caption="Importance of every column"
              isCaptionHidden
              maxHeight="40rem"
              rows={features}
              rowKey={({ feature }) => feature}
              columns={[name, ...numbers, kind, ...meaning]}
            />
          }
        />
      )}
    </QueryView>
  )
}
