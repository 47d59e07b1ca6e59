import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { forgetSession } from '@/lib/own-sessions'

const deleteSession = (session_id: string) =>
  unwrap(client.DELETE('/api/sessions/{session_id}', { params: { path: { session_id } } }))

export function useDeleteSession() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: deleteSession,
    onSuccess: (_, id) => {
      forgetSession(id)
      return queryClient.invalidateQueries({ queryKey: ['sessions'] })
    },
  })
}
