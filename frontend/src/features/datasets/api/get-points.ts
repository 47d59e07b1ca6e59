import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const getPoints = (name: string, signal: AbortSignal) =>
  unwrap(client.GET('/api/datasets/{name}/points', { params: { path: { name } }, signal }))

export const pointsOptions = (name: string) =>
  queryOptions({
    queryKey: ['datasets', name, 'points'],
    queryFn: ({ signal }) => getPoints(name, signal),
    staleTime: Infinity,
  })

export const usePoints = (name: string) => useQuery(pointsOptions(name))
