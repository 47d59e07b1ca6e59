import { DataTable } from '@/components/ui/data-table'
import { Metric } from '@/components/ui/explained'
import { QueryView } from '@/components/ui/query-view'
import { formatDifference, orderedMetrics } from '@/lib/differences'
import { formatEstimate, NOTHING } from '@/lib/format'
import { useVersionsCompared } from '../api/compare-versions'
import { differencesOf } from '../model/versions'

/** Two versions side by side: only what differs, and what it is worth on the same stars. */
export function VersionsComparedView({ name, version, other }: { name: string; version: number; other: number }) {
  const query = useVersionsCompared(name, version, other)
  return (
    <QueryView query={query} what="the comparison" height={280}>
      {({ this: one, other: two, metrics, text }) => {
        const rows = orderedMetrics(one.metrics, two.metrics)
        const differences = differencesOf(one, two)
        return (
          <div className="stack">
            <p>{text}</p>
            <DataTable
              caption="Metrics on held-out stars; the difference is this minus other"
              rows={rows}
              rowKey={(metric) => metric}
              columns={[
                { key: 'metric', title: 'Metric', isRowHeader: true, render: (metric) => <Metric name={metric} /> },
                {
                  key: 'this',
                  title: `Version ${version} (serves)`,
                  isNumber: true,
                  render: (metric) => formatEstimate(one.metrics[metric]!),
                },
                {
                  key: 'other',
                  title: `Version ${other}`,
                  isNumber: true,
                  render: (metric) => formatEstimate(two.metrics[metric]!),
                },
                {
                  key: 'difference',
                  title: 'Difference',
                  isNumber: true,
                  render: (metric) => {
                    const difference = metrics[metric]?.difference
                    return difference ? formatDifference(difference) : NOTHING
                  },
                },
              ]}
            />
            {differences.length > 0 && (
              <DataTable
                caption="What differs"
                rows={differences}
                rowKey={({ title }) => title}
                columns={[
                  { key: 'title', title: 'Fact', isRowHeader: true, render: ({ title }) => title },
                  { key: 'this', title: `Version ${version}`, isLong: true, render: (row) => row.this },
                  { key: 'other', title: `Version ${other}`, isLong: true, render: (row) => row.other },
                ]}
              />
            )}
          </div>
        )
      }}
    </QueryView>
  )
}
