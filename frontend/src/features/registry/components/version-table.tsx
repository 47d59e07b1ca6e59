import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ModelVersion, RegisteredModel } from '@/client/wire-registry'
import { ConfirmButton } from '@/components/ui/confirm-button'
import { Metric } from '@/components/ui/explained'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Tag } from '@/components/ui/tag'
import { formatEstimate, NOTHING } from '@/lib/format'
import { formatMoment } from '@/lib/time'
import { useDeleteVersion } from '../api/delete-version'
import { usePromote } from '../api/promote'
import { Refusal } from './admin-token'

interface Props {
  model: RegisteredModel
  /** The version that is held against the serving one. */
  other: number | null
  onCompare: (other: number | null) => void
}

/** The versions of a model: one serves, an earlier one can serve again. */
export function VersionTable({ model, other, onCompare }: Props) {
  const promote = usePromote()
  const remove = useDeleteVersion()
  const [token, setToken] = useState('')
  const { name, versions, version: serving } = model
  const actions: TableColumn<ModelVersion> = {
    key: 'actions',
    title: <span className="visually-hidden">Actions</span>,
    render: ({ version }) =>
      version === serving ? (
        <Tag tone="good">Serves</Tag>
      ) : (
        <div className="row">
          <ConfirmButton
            label={serving && version < serving ? 'Roll back' : 'Promote'}
            accessibleLabel={`${serving && version < serving ? 'Roll back to' : 'Promote'} version ${version}`}
            question={`Let version ${version} of ${name} serve everybody?`}
            confirmLabel={`Let version ${version} serve`}
            keepLabel="Leave it"
            size="compact-sm"
            isBusy={promote.isPending}
            onConfirm={() => promote.mutate({ name, origin: { version }, token })}
          />
          <ConfirmButton
            label="Delete"
            accessibleLabel={`Delete version ${version}`}
            question={`Delete version ${version} of ${name} for good, with its files?`}
            confirmLabel="Delete for good"
            size="compact-sm"
            isBusy={remove.isPending}
            onConfirm={() => remove.mutate({ name, version, token })}
          />
          {serving && (
            <Button
              size="compact-sm"
              variant="default"
              aria-pressed={other === version}
              aria-label={`Compare version ${version} with the serving one`}
              onClick={() => onCompare(other === version ? null : version)}
            >
              Compare
            </Button>
          )}
        </div>
      ),
  }
  return (
    <div className="stack">
      <Refusal error={promote.error ?? remove.error} token={token} onToken={setToken} />
      <DataTable
        caption={`Versions of ${name}`}
        isCaptionHidden
        rows={[...versions].sort((a, b) => b.version - a.version)}
        rowKey={({ version }) => version}
        columns={[...COLUMNS, actions]}
      />
    </div>
  )
}

const COLUMNS: TableColumn<ModelVersion>[] = [
  { key: 'version', title: 'Version', isRowHeader: true, render: ({ version }) => version },
  { key: 'family', title: 'Family', render: ({ title }) => title },
  { key: 'data', title: 'Data', render: ({ snapshot, dataset }) => snapshot ?? dataset },
  ...['accuracy', 'roc_auc', 'log_loss'].map((metric) => ({
    key: metric,
    title: <Metric name={metric} />,
    isNumber: true,
    render: ({ metrics }: ModelVersion) => (metrics[metric] ? formatEstimate(metrics[metric]) : NOTHING),
  })),
  { key: 'created', title: 'Registered', render: ({ created_at }) => formatMoment(created_at) },
]
