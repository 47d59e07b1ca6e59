import { useNavigate } from 'react-router'
import type { EvaluationChoice, Selection } from '@/client/wire'
import { to } from '@/config/paths'
import { useSaveSelection } from '@/features/select/api/save-selection'
import { ChoiceSummary } from '@/features/select/components/choice-summary'
import { EvaluationStep } from '@/features/select/components/evaluation-step'
import { useStartTraining } from '@/features/training/api/start-training'

export function EvaluationScreen({ selection }: { selection: Selection }) {
  const sessionId = selection.session_id
  const navigate = useNavigate()
  const save = useSaveSelection()
  const train = useStartTraining()
  const saveAndTrain = (choice: EvaluationChoice) =>
    save.mutate(
      { sessionId, config_type: 'evaluation', ...choice },
      { onSuccess: () => train.mutate(sessionId, { onSuccess: () => navigate(to.training(sessionId)) }) },
    )
  return (
    <EvaluationStep
      selection={selection}
      summary={<ChoiceSummary selection={selection} />}
      isBusy={save.isPending || train.isPending}
      error={save.error ?? train.error}
      onSave={saveAndTrain}
    />
  )
}
