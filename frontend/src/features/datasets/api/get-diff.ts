import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Change } from '@/client/wire'

export interface DiffAsked {
  from: string
  to: string
  /** All that differ if left out. */
  change?: Change
  page: number
}

const getDiff = (name: string, asked: DiffAsked & { per_page: number }, signal: AbortSignal) =>
  unwrap(
    client.GET('/api/datasets/{name}/diff', {
      params: { path: { name }, query: asked },
      signal,
    }),
  )

export const diffOptions = (name: string, asked: DiffAsked & { per_page: number }) =>
  queryOptions({
    queryKey: ['datasets', name, 'diff', asked],
    queryFn: ({ signal }) => getDiff(name, asked, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })

export const useDiff = (name: string, asked: DiffAsked & { per_page: number }) => useQuery(diffOptions(name, asked))
