import type { Comparison } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { countOf, NOTHING } from '@/lib/format'

const shown = (value: unknown): string => {
  if (value == null) return NOTHING
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
const MOST_NAMED = 12
const named = (names: string[]) =>
  names.length === 0
    ? NOTHING
    : names.slice(0, MOST_NAMED).join(', ') +
      (names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '')

// What follows from a budget is no choice.
const FOLLOWS = ['searches', 'fits', 'expected_s'].map((name) => `evaluation.tuning.${name}`)

/** The settings and columns in which two runs differ; nothing that is the same. */
export function ConfigurationDifferences({ comparison: { differences, features } }: { comparison: Comparison }) {
  const hasOwn = features.only_this.length > 0 || features.only_other.length > 0
  const columns = { field: 'columns', this: named(features.only_this), other: named(features.only_other) }
  const chosen = differences.filter(({ field }) => !FOLLOWS.includes(field))
  const rows = hasOwn ? [...chosen, columns] : chosen
  if (rows.length === 0)
    return <p>The two runs have the same settings and columns: what differs is chance, or the versions of libraries.</p>
  return (
    <>
      <DataTable
        caption="What differs"
        rows={rows}
        rowKey={({ field }) => field}
        columns={[
          { key: 'field', title: 'Setting', isRowHeader: true, render: ({ field }) => <code>{field}</code> },
          { key: 'this', title: 'This run', isLong: true, render: (row) => shown(row.this) },
          { key: 'other', title: 'The other run', isLong: true, render: (row) => shown(row.other) },
        ]}
      />
      {hasOwn && <p className="small dim">{countOf(features.shared, 'column')} are the same in both.</p>}
    </>
  )
}
