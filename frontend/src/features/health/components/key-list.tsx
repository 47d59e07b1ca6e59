import { ConfirmButton } from '@/components/ui/confirm-button'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { QueryView } from '@/components/ui/query-view'
import { NOTHING } from '@/lib/format'
import { messageOf } from '@/lib/messages'
import { formatMoment } from '@/lib/time'
import { useKeys, useRevokeKey, type ApiKey } from '../api/keys'
import { standing } from '../model/keys'

const moment = (value: string | null) => (value ? formatMoment(value) : NOTHING)

const columns: TableColumn<ApiKey>[] = [
  { key: 'name', title: 'Key', isRowHeader: true, render: ({ name }) => name },
  { key: 'scope', title: 'May', render: ({ scope }) => scope },
  { key: 'made', title: 'Made', render: ({ created_at }) => moment(created_at) },
  { key: 'used', title: 'Last used', render: ({ last_used_at }) => moment(last_used_at) },
  { key: 'standing', title: 'Standing', render: standing },
]

/** All keys, without themselves; one of the settings is revoked where it is written. */
export function KeyList({ token }: { token: string }) {
  const query = useKeys(token)
  const revoke = useRevokeKey(token)
  const actions: TableColumn<ApiKey> = {
    key: 'actions',
    title: <span className="visually-hidden">Actions</span>,
    render: ({ key_id, name, source, revoked_at }) =>
      source === 'database' &&
      !revoked_at && (
        <ConfirmButton
          label="Revoke"
          accessibleLabel={`Revoke the key of ${name}`}
          question={`Refuse the key of ${name} from now on?`}
          confirmLabel="Revoke it"
          size="compact-sm"
          isBusy={revoke.isPending && revoke.variables === key_id}
          onConfirm={() => revoke.mutate(key_id)}
        />
      ),
  }
  return (
    <div className="stack-tight">
      <QueryView
        query={query}
        what="the API keys"
        height={80}
        isEmpty={(keys) => keys.length === 0}
        empty={<p className="dim">No key yet.</p>}
      >
        {(keys) => (
          <DataTable
            caption="API keys"
            columns={[...columns, actions]}
            rows={keys}
            rowKey={({ key_id }) => key_id}
            maxHeight="20rem"
          />
        )}
      </QueryView>
      {revoke.error && (
        <Notice tone="bad" title="The key was not revoked" live>
          <p>{messageOf(revoke.error)}</p>
        </Notice>
      )}
    </div>
  )
}
