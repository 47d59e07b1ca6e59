import { queryOptions, skipToken, useQuery, type QueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Refresh } from '@/client/wire'
import { pollByState } from '@/lib/polling'

const getRefresh = (refresh_id: string, signal: AbortSignal) =>
  unwrap(client.GET('/api/refreshes/{refresh_id}', { params: { path: { refresh_id } }, signal }))

/** A table that came in changes what is held: everything known about catalogues is asked for anew. */
async function getRefreshAndTell(id: string, signal: AbortSignal, cache: QueryClient) {
  const refresh = await getRefresh(id, signal)
  const before = cache.getQueryData<Refresh>(['refreshes', id])
  if (refresh.outcome === 'new' && before?.state !== 'done') void cache.invalidateQueries({ queryKey: ['datasets'] })
  return refresh
}

export const refreshOptions = (id: string | null) =>
  queryOptions({
    queryKey: ['refreshes', id],
    queryFn: id ? ({ signal, client: cache }) => getRefreshAndTell(id, signal, cache) : skipToken,
    staleTime: 0,
    // The next beat is the retry, and the page says so meanwhile.
    retry: false,
    refetchInterval: pollByState,
    refetchOnWindowFocus: true,
  })

export const useRefresh = (id: string | null) => useQuery(refreshOptions(id))
