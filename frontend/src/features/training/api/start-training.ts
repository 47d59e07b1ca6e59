import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { trainingOptions } from './get-training'

const startTraining = (session_id: string) => unwrap(client.POST('/training', { body: { session_id } }))

export function useStartTraining() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: startTraining,
    onSuccess: async (_, sessionId) => {
      // What was known of an earlier run is no longer true.
      queryClient.removeQueries({ queryKey: ['result', sessionId] })
      queryClient.removeQueries({ queryKey: ['predict', sessionId] })
      await queryClient.invalidateQueries({ queryKey: trainingOptions(sessionId).queryKey })
    },
  })
}
