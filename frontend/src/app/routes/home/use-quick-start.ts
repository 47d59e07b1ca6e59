import { useMutation } from '@tanstack/react-query'
import { useCreateSession } from '@/features/select/api/create-session'
import { useSaveSelection } from '@/features/select/api/save-selection'
import { useStartTraining } from '@/features/training/api/start-training'

/** One click: a new session on a catalogue with the defaults, and its training queued. Gives the session's id. */
export function useQuickStart() {
  const create = useCreateSession()
  const save = useSaveSelection()
  const train = useStartTraining()
  return useMutation({
    mutationFn: async () => {
      const { session_id: sessionId } = await create.mutateAsync()
      await save.mutateAsync({ sessionId, config_type: 'data_source', data_source: 'nasa', dataset: 'kepler' })
      await train.mutateAsync(sessionId)
      return sessionId
    },
  })
}
