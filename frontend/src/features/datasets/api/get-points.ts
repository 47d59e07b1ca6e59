import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const getPoints = (name: string, snapshot: string | null, signal: AbortSignal) =>
  unwrap(
    client.GET('/api/datasets/{name}/points', {
      params: { path: { name }, query: snapshot ? { snapshot } : {} },
      signal,
    }),
  )

export const pointsOptions = (name: string, snapshot: string | null = null) =>
  queryOptions({
    queryKey: ['datasets', name, 'points', { snapshot }],
    queryFn: ({ signal }) => getPoints(name, snapshot, signal),
    staleTime: Infinity,
  })

export const usePoints = (name: string, snapshot?: string | null) => useQuery(pointsOptions(name, snapshot))
