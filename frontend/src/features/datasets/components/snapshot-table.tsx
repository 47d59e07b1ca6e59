import { Link } from 'react-router'
import type { Snapshot } from '@/client/wire'
import { CopyId } from '@/components/ui/copy-id'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Tag } from '@/components/ui/tag'
import { to } from '@/config/paths'
import { formatCount } from '@/lib/format'
import { formatDay } from '@/lib/time'

interface Props {
  dataset: string
  snapshots: Snapshot[]
  /** Id of the one that the page shows. */
  shown: string | null
}

const SHORT_SHA = 12

/** The dated copies of a catalogue that are held, newest first, with where each came from. */
export function SnapshotTable({ dataset, snapshots, shown }: Props) {
  const columns: TableColumn<Snapshot>[] = [
    {
      key: 'date',
      title: 'Date',
      isRowHeader: true,
      render: ({ id, date }) => (
        <>
          <span className="num">{formatDay(date)}</span> <br />
          {id === shown ? <Tag>shown here</Tag> : <Link to={to.dataset(dataset, { snapshot: id })}>Show this one</Link>}
        </>
      ),
    },
    { key: 'id', title: 'Snapshot', render: ({ id }) => <CopyId id={id} what="the snapshot’s id" /> },
    { key: 'rows', title: 'Rows', isNumber: true, render: ({ rows }) => formatCount(rows) },
    {
      key: 'source',
      title: 'Source',
      isLong: true,
      render: ({ source, bundled }) => (
        <>
          {source} {bundled && <Tag tone="plain">ships with the project</Tag>}
        </>
      ),
    },
    {
      key: 'sha256',
      title: 'SHA-256',
      render: ({ id, sha256 }) => <CopyId id={sha256} what={`the SHA-256 of ${id}`} most={SHORT_SHA} />,
    },
  ]
  return (
    <DataTable
      caption="Snapshots, newest first"
      isCaptionHidden
      columns={columns}
      rows={snapshots}
      rowKey={({ id }) => id}
    />
  )
}
