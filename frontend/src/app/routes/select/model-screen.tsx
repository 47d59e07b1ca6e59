import type { Selection } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { useWorkshop } from '@/features/models/api/get-models'
import { ModelStep } from '@/features/select/components/model-step'
import { useSaveStep } from './use-save-step'

export function ModelScreen({ selection }: { selection: Selection }) {
  const models = useWorkshop()
  const { save, ...saving } = useSaveStep(selection.session_id, 'model')
  return (
    <QueryView query={models} what="the model families" height={480}>
      {({ models: families, steps }) => (
        <ModelStep
          {...saving}
          selection={selection}
          families={families}
          steps={steps}
          onSave={(choice) => save({ config_type: 'model', ...choice })}
        />
      )}
    </QueryView>
  )
}
