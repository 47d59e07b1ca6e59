import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { rememberRefresh } from '../model/known-refreshes'
import { refreshOptions } from './get-refresh'

interface Asked {
  dataset: string
  /** A table of the archive; its usual one if left out. */
  table?: string
}

const startRefresh = ({ dataset: name, table }: Asked) =>
  unwrap(client.POST('/api/datasets/{name}/refresh', { params: { path: { name } }, body: { table: table ?? null } }))

export function useStartRefresh() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: startRefresh,
    onSuccess: (refresh) => {
      rememberRefresh(refresh.dataset, refresh.refresh_id)
      queryClient.setQueryData(refreshOptions(refresh.refresh_id).queryKey, refresh)
    },
  })
}
