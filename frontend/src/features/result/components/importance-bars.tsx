import { Button } from '@mantine/core'
import { useState } from 'react'
import { BarCell } from '@/components/charts/bar-cell'
import { DataTable } from '@/components/ui/data-table'
import { QueryView } from '@/components/ui/query-view'
import { formatCount, formatShare, NOTHING, withUnit } from '@/lib/format'
import { useImportance } from '../api/get-importance'

const FIRST = 15

/** Which columns the verdicts rest on: bars, numbers and meaning in one table. */
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
      {({ features, unit }) => {
        const largest = features[0]?.importance || 1
        return (
          <div className="stack-tight">
            <DataTable
              caption={`Mean size of each column's contribution${unit ? ` in ${unit}` : ''}, and its share of all`}
              rows={showsAll ? features : features.slice(0, FIRST)}
              rowKey={({ feature }) => feature}
              columns={[
                {
                  key: 'label',
                  title: 'Column',
                  isRowHeader: true,
                  render: ({ label, unit: own }) => withUnit(label, own),
                },
                {
                  key: 'bar',
                  title: <span className="visually-hidden">Bar</span>,
                  render: ({ importance }) => <BarCell share={importance / largest} />,
                },
                {
                  key: 'importance',
                  title: 'Contribution',
                  isNumber: true,
                  render: ({ importance }) => importance.toFixed(3),
                },
                { key: 'share', title: 'Share', isNumber: true, render: ({ share }) => formatShare(share) },
                { key: 'group', title: 'Kind', render: ({ group }) => group || NOTHING },
              ]}
            />
            {features.length > FIRST && (
              <div>
                <Button size="xs" variant="default" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
                  {showsAll ? `Show the first ${FIRST}` : `Show all ${formatCount(features.length)}`}
                </Button>
              </div>
            )}
          </div>
        )
      }}
    </QueryView>
  )
}
