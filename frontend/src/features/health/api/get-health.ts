import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const LOOK_EVERY_MS = 10_000

const getHealth = (signal: AbortSignal) => unwrap(client.GET('/api/health', { signal }))

export const healthOptions = () =>
  queryOptions({ queryKey: ['health'], queryFn: ({ signal }) => getHealth(signal), staleTime: 0, refetchInterval: LOOK_EVERY_MS })

export const useHealth = () => useQuery(healthOptions())
