import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ExplanationsSection } from '@/client/wire-explaining'

const getExplanations = async (session_id: string, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/result', { params: { query: { session_id, section: 'explanations' } }, signal }),
  )) as ExplanationsSection

/** The newest account of what matters to what a session's run was trained with. */
export const explanationsOptions = (sessionId: string) =>
  queryOptions({
    queryKey: ['result', sessionId, 'explanations'],
    queryFn: ({ signal }) => getExplanations(sessionId, signal),
    staleTime: 0,
  })

export const useExplanations = (sessionId: string) => useQuery(explanationsOptions(sessionId))
