import type { Selection } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { FeaturesStep } from '@/features/select/components/features-step'
import { useUpload } from '@/features/uploads/api/get-upload'
import { useSaveStep } from './use-save-step'

const NO_PRESETS = {}

export function FeaturesScreen({ selection }: { selection: Selection }) {
  const source = selection.selection.data_source
  const isUpload = source?.data_source === 'upload'
  const dataset = useDataset(isUpload ? null : source?.dataset)
  const upload = useUpload(isUpload ? source.upload_id : null)
  const { save, ...saving } = useSaveStep(selection.session_id, 'features')
  const common = { ...saving, selection, onSave: (choice: object) => save({ config_type: 'features', ...choice }) }
  return isUpload ? (
    <QueryView query={upload} what="the columns of your table" height={480}>
      {({ columns, target_candidates }) => (
        <FeaturesStep {...common} columns={columns} presets={NO_PRESETS} targets={target_candidates} />
      )}
    </QueryView>
  ) : (
    <QueryView query={dataset} what="the columns" height={480}>
      {({ columns, presets }) => <FeaturesStep {...common} columns={columns} presets={presets} targets={null} />}
    </QueryView>
  )
}
