import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

interface Changes {
  sessionId: string
  name?: string
  note?: string
  tags?: string[]
}

const annotateSession = ({ sessionId: session_id, ...changes }: Changes) =>
  unwrap(client.PATCH('/api/sessions/{session_id}', { params: { path: { session_id } }, body: changes }))

/** Renames a session, or changes its note or tags. */
export function useAnnotateSession() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: annotateSession,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  })
}
