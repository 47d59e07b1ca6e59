import type { Diff } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { formatCount, NOTHING } from '@/lib/format'

const NO_VERDICT = 'no verdict'
export const verdictWords = (verdict: string | null) => verdict ?? NO_VERDICT

/** How many objects went from which verdict to which, as a square: rows were, columns are. */
export function Transitions({ diff }: { diff: Diff }) {
  const { transitions } = diff
  if (transitions.length === 0) return <p className="dim">No verdict changed.</p>
  const total = (side: 'from' | 'to', verdict: string | null) =>
    transitions.filter((one) => one[side] === verdict).reduce((sum, { count }) => sum + count, 0)
  const verdicts = (side: 'from' | 'to') =>
    [...new Set(transitions.map((one) => one[side]))].sort((a, b) => total(side, b) - total(side, a))
  const count = (from: string | null, to: string | null) =>
    transitions.find((one) => one.from === from && one.to === to)?.count
  const columns: TableColumn<string | null>[] = [
    { key: 'from', title: 'Was ↓ is now →', isRowHeader: true, render: verdictWords },
    ...verdicts('to').map((to) => ({
      key: verdictWords(to),
      title: verdictWords(to),
      isNumber: true,
      render: (from: string | null) => (from === to ? NOTHING : formatCount(count(from, to) ?? 0)),
    })),
  ]
  return (
    <DataTable
      caption="Changed verdicts: the row is what it was, the column what it is now"
      columns={columns}
      rows={verdicts('from')}
      rowKey={verdictWords}
    />
  )
}
