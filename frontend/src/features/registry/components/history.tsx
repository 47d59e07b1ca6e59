import type { RegisteredModel } from '@/client/wire-registry'
import { DataTable } from '@/components/ui/data-table'
import { NOTHING } from '@/lib/format'
import { formatMoment } from '@/lib/time'

/** Which version served from when. */
export function History({ history }: { history: RegisteredModel['history'] }) {
  if (history.length === 0) return <p className="dim">No version has been promoted yet.</p>
  return (
    <DataTable
      caption="Which version served from when"
      isCaptionHidden
      rows={[...history].sort((a, b) => b.promoted_at.localeCompare(a.promoted_at))}
      rowKey={({ promoted_at }) => promoted_at}
      columns={[
        { key: 'when', title: 'From', isRowHeader: true, render: ({ promoted_at }) => formatMoment(promoted_at) },
        { key: 'version', title: 'Version', isNumber: true, render: ({ version }) => version },
        { key: 'note', title: 'Note', isLong: true, render: ({ note }) => note || NOTHING },
      ]}
    />
  )
}
