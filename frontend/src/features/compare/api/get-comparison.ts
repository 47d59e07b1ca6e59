import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Comparison } from '@/client/wire'

const getComparison = async (session_id: string, other: string, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/api/sessions/{session_id}/compare', {
      params: { path: { session_id }, query: { with: other } },
      signal,
    }),
  )) as Comparison

export const comparisonOptions = (sessionId: string, other: string | null) =>
  queryOptions({
    queryKey: ['result', sessionId, 'compare', other],
    queryFn: other ? ({ signal }) => getComparison(sessionId, other, signal) : skipToken,
  })

export const useComparison = (sessionId: string, other: string | null) => useQuery(comparisonOptions(sessionId, other))
