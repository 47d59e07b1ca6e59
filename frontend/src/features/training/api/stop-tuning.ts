import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { trainingOptions } from './get-training'

const stopTuning = (session_id: string) => unwrap(client.POST('/training', { body: { session_id, action: 'stop' } }))

/** Ends the search for settings and goes on with the best so far. */
export function useStopTuning() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: stopTuning,
    onSettled: (_data, _error, sessionId) =>
      queryClient.invalidateQueries({ queryKey: trainingOptions(sessionId).queryKey }),
  })
}
