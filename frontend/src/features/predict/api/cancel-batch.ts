import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const cancelBatch = (session_id: string, prediction_id: string) =>
  unwrap(client.POST('/predict/{prediction_id}/cancel', { params: { path: { prediction_id } }, body: { session_id } }))

export function useCancelBatch(sessionId: string, predictionId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => cancelBatch(sessionId, predictionId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['predict', sessionId, 'batch', predictionId] }),
  })
}
