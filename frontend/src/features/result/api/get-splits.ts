import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { SplitsSection } from '@/client/wire'

export const SPLIT_ROWS = 10

const getSplits = async (session_id: string, page: number, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/result', { params: { query: { session_id, section: 'splits', page, per_page: SPLIT_ROWS } }, signal }),
  )) as SplitsSection

export const splitsOptions = (sessionId: string, page: number) =>
  queryOptions({
    queryKey: ['result', sessionId, 'splits', page],
    queryFn: ({ signal }) => getSplits(sessionId, page, signal),
    placeholderData: keepPreviousData,
  })

export const useSplits = (sessionId: string, page: number) => useQuery(splitsOptions(sessionId, page))
