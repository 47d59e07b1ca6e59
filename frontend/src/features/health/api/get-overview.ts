import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const LOOK_EVERY_MS = 10_000

const getOverview = (token: string, signal: AbortSignal) =>
  unwrap(
    client.GET('/api/admin/overview', {
      signal,
      ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}),
    }),
  )

/** The platform as whoever runs it sees it; a refusal is not asked again until another token is given. */
export const overviewOptions = (token: string) =>
  queryOptions({
    queryKey: ['admin', 'overview', token],
    queryFn: ({ signal }) => getOverview(token, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: ({ state }) => (state.data ? LOOK_EVERY_MS : false),
  })

export const useOverview = (token: string) => useQuery(overviewOptions(token))
export type Overview = Awaited<ReturnType<typeof getOverview>>
