import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { registryOptions } from './get-registry'

/** What is to serve: a version of the model, or a session's run that becomes one. */
export interface Promotion {
  name: string
  origin: { version: number } | { session_id: string }
  /** Needed where the platform has one; kept nowhere. */
  token?: string
}

const promote = ({ name, origin, token }: Promotion) =>
  unwrap(
    client.POST('/api/registry/{name}/promote', {
      params: { path: { name } },
      body: { ...origin, note: '' },
      ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}),
    }),
  )

export function usePromote() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: promote,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: registryOptions().queryKey }),
  })
}
