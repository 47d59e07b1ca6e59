import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { RankedPlanet, Ranking } from '@/client/wire'
import { usePageSize } from '@/lib/preferences'

export interface RankingAsked {
  habitability?: RankedPlanet['habitability']
  search?: string
  page: number
}

type Paged = RankingAsked & { per_page: number }

const getRanking = async (asked: Paged, signal: AbortSignal) =>
  (await unwrap(client.GET('/api/habitability/planets', { params: { query: asked }, signal }))) as Ranking

export const rankingOptions = (asked: Paged) =>
  queryOptions({
    queryKey: ['habitability', 'ranking', asked],
    queryFn: ({ signal }) => getRanking(asked, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })

export function useRanking(asked: RankingAsked) {
  const [per_page] = usePageSize()
  return useQuery(rankingOptions({ ...asked, per_page }))
}
