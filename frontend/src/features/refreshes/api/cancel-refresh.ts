import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { refreshOptions } from './get-refresh'

const cancelRefresh = (refresh_id: string) =>
  unwrap(client.POST('/api/refreshes/{refresh_id}/cancel', { params: { path: { refresh_id } } }))

export function useCancelRefresh() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: cancelRefresh,
    onSettled: (_data, _error, id) => queryClient.invalidateQueries({ queryKey: refreshOptions(id).queryKey }),
  })
}
