import type { DataSourceChoice, Selection } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { ClassBalance } from '@/features/datasets/components/class-balance'
import { RowPreview } from '@/features/datasets/components/row-preview'
import { DataStep } from '@/features/select/components/data-step'
import { useUpload } from '@/features/uploads/api/get-upload'
import { UploadTable } from '@/features/uploads/components/upload-table'
import { Fetching } from '../datasets/fetching'
import { useSaveStep } from './use-save-step'

export function DataScreen({ selection }: { selection: Selection }) {
  const datasets = useDatasets()
  const { save, ...saving } = useSaveStep(selection.session_id, 'data')
  return (
    <QueryView query={datasets} what="the catalogues" height={320}>
      {(held) => (
        <DataStep
          {...saving}
          selection={selection}
          datasets={held}
          balance={({ tasks }) => tasks[0] && <ClassBalance task={tasks[0]} />}
          fetching={(dataset) => <Fetching dataset={dataset} />}
          upload={(onUploaded) => <UploadTable onUploaded={onUploaded} />}
          preview={(source) => <SourcePreview source={source} />}
          onSave={(choice) => save({ config_type: 'data_source', ...choice })}
        />
      )}
    </QueryView>
  )
}

function SourcePreview({ source }: { source: DataSourceChoice }) {
  const isUpload = source.data_source === 'upload'
  const dataset = useDataset(isUpload ? null : source.dataset, source.snapshot)
  const upload = useUpload(isUpload ? source.upload_id : null)
  return (
    <Panel title="First rows" hint={isUpload ? 'Your table, as it was read.' : undefined}>
      {isUpload ? (
        <QueryView query={upload} what="your table" height={240}>
          {({ columns, preview, filename }) => <RowPreview caption={filename} columns={columns} rows={preview} />}
        </QueryView>
      ) : (
        <QueryView query={dataset} what="the first rows" height={240}>
          {({ columns, preview, title }) => <RowPreview caption={title} columns={columns} rows={preview} />}
        </QueryView>
      )}
    </Panel>
  )
}
