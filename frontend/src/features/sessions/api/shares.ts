import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const PLACE = '/api/sessions/{session_id}/shares'

export interface ShareDraft {
  name: string
  expires_in_days: number | null
}

/** The links of a session, without their tokens: those are told only when they are made. */
export const sharesOptions = (session_id: string) =>
  queryOptions({
    queryKey: ['shares', session_id],
    queryFn: ({ signal }) =>
      unwrap(client.GET(PLACE, { params: { path: { session_id } }, signal })).then((answer) => answer.shares),
    staleTime: 0,
  })

export const useShares = (sessionId: string) => useQuery(sharesOptions(sessionId))

export function useCreateShare(session_id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: ShareDraft) => unwrap(client.POST(PLACE, { params: { path: { session_id } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharesOptions(session_id).queryKey }),
  })
}

export function useRevokeShare(session_id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (share_id: string) =>
      unwrap(
        client.DELETE('/api/sessions/{session_id}/shares/{share_id}', { params: { path: { session_id, share_id } } }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sharesOptions(session_id).queryKey }),
  })
}
