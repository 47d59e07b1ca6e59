import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ReliabilitySection } from '@/client/wire'

export interface ReliabilityAsked {
  positive?: string
  threshold?: number
}

const getReliability = async (session_id: string, asked: ReliabilityAsked, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/result', { params: { query: { session_id, section: 'reliability', ...asked } }, signal }),
  )) as ReliabilitySection

export const reliabilityOptions = (sessionId: string, asked: ReliabilityAsked) =>
  queryOptions({
    queryKey: ['result', sessionId, 'reliability', asked],
    queryFn: ({ signal }) => getReliability(sessionId, asked, signal),
    placeholderData: keepPreviousData,
  })

export const useReliability = (sessionId: string, asked: ReliabilityAsked) =>
  useQuery(reliabilityOptions(sessionId, asked))
