import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { SplitsSection } from '@/client/wire'
import { usePageSize } from '@/lib/preferences'

interface Paged {
  page: number
  per_page: number
}

const getSplits = async (session_id: string, asked: Paged, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/result', { params: { query: { session_id, section: 'splits', ...asked } }, signal }),
  )) as SplitsSection

export const splitsOptions = (sessionId: string, asked: Paged) =>
  queryOptions({
    queryKey: ['result', sessionId, 'splits', asked],
    queryFn: ({ signal }) => getSplits(sessionId, asked, signal),
    placeholderData: keepPreviousData,
  })

export function useSplits(sessionId: string, page: number) {
  const [per_page] = usePageSize()
  return useQuery(splitsOptions(sessionId, { page, per_page }))
}
