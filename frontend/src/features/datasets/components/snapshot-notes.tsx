import type { Note } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { formatCount } from '@/lib/format'

const columns: TableColumn<Note>[] = [
  { key: 'count', title: 'Count', isNumber: true, render: ({ count }) => formatCount(count) },
  { key: 'text', title: 'What was done', isLong: true, render: ({ text }) => text },
]

/** What was dropped, merged or converted when the snapshot was made, with counts. */
export function SnapshotNotes({ notes }: { notes: Note[] }) {
  if (notes.length === 0)
    return <p className="dim">Nothing was dropped, merged or converted: the table is held as it was served.</p>
  return (
    <DataTable
      caption="What was done, with counts"
      isCaptionHidden
      columns={columns}
      rows={notes}
      rowKey={(_, index) => index}
      maxHeight="24rem"
    />
  )
}
