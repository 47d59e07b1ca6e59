import { useNavigate } from 'react-router'
import type { EvaluationChoice, Selection } from '@/client/wire'
import { to } from '@/config/paths'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { useModels } from '@/features/models/api/get-models'
import { useSaveSelection } from '@/features/select/api/save-selection'
import { ChoiceSummary } from '@/features/select/components/choice-summary'
import { EvaluationStep } from '@/features/select/components/evaluation-step'
import { useStartTraining } from '@/features/training/api/start-training'

/** What datasets, tasks and families are called, as far as it is known. */
function useTitles() {
  const datasets = useDatasets().data ?? []
  const named = [...datasets, ...datasets.flatMap(({ tasks }) => tasks), ...(useModels().data ?? [])]
  return Object.fromEntries(named.map(({ name, title }) => [name, title]))
}

export function EvaluationScreen({ selection }: { selection: Selection }) {
  const sessionId = selection.session_id
  const navigate = useNavigate()
  const save = useSaveSelection()
  const train = useStartTraining()
  const titles = useTitles()
  const saveAndTrain = (choice: EvaluationChoice) =>
    save.mutate(
      { sessionId, config_type: 'evaluation', ...choice },
      { onSuccess: () => train.mutate(sessionId, { onSuccess: () => navigate(to.training(sessionId)) }) },
    )
  return (
    <EvaluationStep
      selection={selection}
      summary={<ChoiceSummary selection={selection} titles={titles} />}
      isBusy={save.isPending || train.isPending}
      error={save.error ?? train.error}
      onSave={saveAndTrain}
    />
  )
}
