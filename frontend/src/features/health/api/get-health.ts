import { queryOptions, useQuery } from '@tanstack/react-query'
import { ApiError } from '@/client/api-error'
import { client, unwrap } from '@/client/client'
import type { HealthReport } from '@/client/wire'

const LOOK_EVERY_MS = 10_000

const isReport = (details: Record<string, unknown>): details is Record<string, unknown> & HealthReport =>
  Array.isArray(details.parts)

/** The report; with a part down the server refuses with 503 and puts the report beside the refusal. */
const getHealth = (signal: AbortSignal): Promise<HealthReport> =>
  unwrap(client.GET('/api/health', { signal })).catch((error: unknown) => {
    if (error instanceof ApiError && isReport(error.details)) return error.details
    throw error
  })

export const healthOptions = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => getHealth(signal),
    staleTime: 0,
    refetchInterval: LOOK_EVERY_MS,
  })

export const useHealth = () => useQuery(healthOptions())
