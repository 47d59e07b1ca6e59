import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const PLACE = '/api/admin/keys'

/** The admin token goes along; without one the call carries the API key of the browser, as every call does. */
const bearer = (token: string) => (token ? { headers: { Authorization: `Bearer ${token}` } } : {})

/** All API keys without themselves: a key is told only when it is made. */
export const keysOptions = (token: string) =>
  queryOptions({
    queryKey: ['admin', 'keys', token],
    queryFn: ({ signal }) => unwrap(client.GET(PLACE, { signal, ...bearer(token) })).then((answer) => answer.keys),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

export const useKeys = (token: string) => useQuery(keysOptions(token))
export type ApiKey = NonNullable<ReturnType<typeof useKeys>['data']>[number]

export interface KeyDraft {
  name: string
  scope: ApiKey['scope']
}

export function useCreateKey(token: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: KeyDraft) => unwrap(client.POST(PLACE, { body, ...bearer(token) })),
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keysOptions(token).queryKey }),
  })
}

export function useRevokeKey(token: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (key_id: string) =>
      unwrap(client.DELETE('/api/admin/keys/{key_id}', { params: { path: { key_id } }, ...bearer(token) })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keysOptions(token).queryKey }),
  })
}
