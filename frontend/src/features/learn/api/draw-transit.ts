import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { STARS, type Numbers } from '../model/transit-numbers'

const drawTransit = ({ star, ...numbers }: Numbers, signal: AbortSignal) =>
  unwrap(client.GET('/api/transit', { params: { query: { ...numbers, ...STARS[star].numbers } }, signal })).then(
    ({ transit }) => transit,
  )

/** The curve of a transit with these numbers. The last one stays in sight while the next is drawn. */
export const transitOptions = (numbers: Numbers) =>
  queryOptions({
    queryKey: ['transit', numbers],
    queryFn: ({ signal }) => drawTransit(numbers, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })

export const useTransit = (numbers: Numbers) => useQuery(transitOptions(numbers))
