import { Button } from '@mantine/core'
import type { Share } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { QueryView } from '@/components/ui/query-view'
import { messageOf } from '@/lib/messages'
import { formatMoment } from '@/lib/time'
import { useRevokeShare, useShares } from '../api/shares'

const nameOf = (share: Share) => share.name || `link of ${formatMoment(share.created_at)}`

const ends = ({ expires_at, expired }: Share) =>
  expired ? 'is over' : expires_at ? formatMoment(expires_at) : 'when revoked'

const columns: TableColumn<Share>[] = [
  { key: 'name', title: 'For', isRowHeader: true, render: nameOf },
  { key: 'made', title: 'Made', render: (share) => formatMoment(share.created_at) },
  { key: 'ends', title: 'Ends', render: ends },
]

function Revoke({ sessionId, share }: { sessionId: string; share: Share }) {
  const revoke = useRevokeShare(sessionId)
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={revoke.isPending}
      onClick={() => revoke.mutate(share.share_id)}
      aria-label={`Revoke ${nameOf(share)}`}
    >
      {revoke.error ? messageOf(revoke.error) : 'Revoke'}
    </Button>
  )
}

export function ShareList({ sessionId }: { sessionId: string }) {
  const query = useShares(sessionId)
  const actions: TableColumn<Share> = {
    key: 'actions',
    title: <span className="visually-hidden">Actions</span>,
    render: (share) => <Revoke sessionId={sessionId} share={share} />,
  }
  return (
    <QueryView
      query={query}
      what="the links"
      height={80}
      isEmpty={(shares) => shares.length === 0}
      empty={<p className="dim">No link yet.</p>}
    >
      {(shares) => (
        <DataTable
          caption="Links to this session"
          columns={[...columns, actions]}
          rows={shares}
          rowKey={(share) => share.share_id}
          maxHeight="16rem"
        />
      )}
    </QueryView>
  )
}
