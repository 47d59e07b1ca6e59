import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { trainingOptions } from './get-training'

const cancelTraining = (session_id: string) =>
  unwrap(client.POST('/training', { body: { session_id, action: 'cancel' } }))

export function useCancelTraining() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: cancelTraining,
    onSettled: (_data, _error, sessionId) =>
      queryClient.invalidateQueries({ queryKey: trainingOptions(sessionId).queryKey }),
  })
}
