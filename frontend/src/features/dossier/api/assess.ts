import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Assessment } from '@/client/wire'

/** Numbers of one planet, under the common schema's names. */
export type Numbers = Record<string, number>

const assess = async (numbers: Numbers, signal: AbortSignal) => {
  const { assessments } = await unwrap(client.POST('/api/habitability', { body: { rows: [numbers] }, signal }))
  return assessments[0] as Assessment
}

export const assessmentOptions = (numbers: Numbers | null) =>
  queryOptions({
    queryKey: ['habitability', numbers],
    queryFn: numbers ? ({ signal }) => assess(numbers, signal) : skipToken,
    staleTime: Infinity,
  })

export const useAssessment = (numbers: Numbers | null) => useQuery(assessmentOptions(numbers))
