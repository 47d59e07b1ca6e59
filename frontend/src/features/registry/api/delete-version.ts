import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { registryOptions } from './get-registry'

interface Gone {
  name: string
  version: number
  /** Needed where the platform has one; kept nowhere. */
  token?: string
}

const deleteVersion = ({ name, version, token }: Gone) =>
  unwrap(
    client.DELETE('/api/registry/{name}/versions/{version}', {
      params: { path: { name, version } },
      ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}),
    }),
  )

/** Removes a version that does not serve, for good. */
export function useDeleteVersion() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: deleteVersion,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: registryOptions().queryKey }),
  })
}
