import { useNavigate } from 'react-router'
import { to, type Step } from '@/config/paths'
import { useSaveSelection, type Save } from '@/features/select/api/save-selection'
import { stepAfter } from '@/features/select/model/gating'

/** Saves one step and goes to the next. */
export function useSaveStep(sessionId: string, step: Step) {
  const navigate = useNavigate()
  const save = useSaveSelection()
  const next = stepAfter(step)
  return {
    isBusy: save.isPending,
    error: save.error,
    save: (choice: Save) =>
      save.mutate({ sessionId, ...choice }, { onSuccess: () => next && navigate(to.select(sessionId, next)) }),
  }
}
