import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { RankedPlanet, Ranking } from '@/client/wire'

export interface RankingAsked {
  habitability?: RankedPlanet['habitability']
  search?: string
  page: number
}

export const RANKED_PER_PAGE = 15

const getRanking = async (asked: RankingAsked, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/api/habitability/planets', { params: { query: { per_page: RANKED_PER_PAGE, ...asked } }, signal }),
  )) as Ranking

export const rankingOptions = (asked: RankingAsked) =>
  queryOptions({
    queryKey: ['habitability', 'ranking', asked],
    queryFn: ({ signal }) => getRanking(asked, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })

export const useRanking = (asked: RankingAsked) => useQuery(rankingOptions(asked))
