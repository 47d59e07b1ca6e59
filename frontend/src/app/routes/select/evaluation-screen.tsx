import { useDebouncedCallback } from '@mantine/hooks'
import { useNavigate } from 'react-router'
import type { EvaluationChoice, Selection } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { useModels, useSteps } from '@/features/models/api/get-models'
import { useSaveSelection } from '@/features/select/api/save-selection'
import { ChoiceSummary } from '@/features/select/components/choice-summary'
import { EvaluationStep } from '@/features/select/components/evaluation-step'
import { useStartTraining } from '@/features/training/api/start-training'
import { useClasses } from './use-classes'

const DRAFT_PAUSE_MS = 500

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
  const draft = useSaveSelection()
  const titles = useTitles()
  const steps = useSteps()
  const classes = useClasses(selection)
  // Saved while it is being chosen: the server then tells what the budget comes to.
  const saveDraft = useDebouncedCallback(
    (choice: EvaluationChoice) => draft.mutate({ sessionId, config_type: 'evaluation', ...choice }),
    DRAFT_PAUSE_MS,
  )
  const saveAndTrain = (choice: EvaluationChoice) => {
    saveDraft.cancel()
    save.mutate(
      { sessionId, config_type: 'evaluation', ...choice },
      { onSuccess: () => train.mutate(sessionId, { onSuccess: () => navigate(to.training(sessionId)) }) },
    )
  }
  return (
    <QueryView query={steps} what="the ways to judge" height={480}>
      {(known) => (
        <EvaluationStep
          selection={selection}
          steps={known}
          classes={classes}
          summary={<ChoiceSummary selection={selection} titles={titles} />}
          isBusy={save.isPending || train.isPending}
          error={save.error ?? train.error ?? draft.error}
          onDraft={saveDraft}
          onSave={saveAndTrain}
        />
      )}
    </QueryView>
  )
}
