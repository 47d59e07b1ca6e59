import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const getCard = (name: string, version: number, signal: AbortSignal) =>
  unwrap(client.GET('/api/registry/{name}/versions/{version}/card', { params: { path: { name, version } }, signal }))

export const cardOptions = (name: string, version: number) =>
  queryOptions({
    queryKey: ['registry', name, 'card', version],
    queryFn: ({ signal }) => getCard(name, version, signal),
    staleTime: Infinity,
  })

export const useCard = (name: string, version: number) => useQuery(cardOptions(name, version))
export type ModelCard = Awaited<ReturnType<typeof getCard>>
