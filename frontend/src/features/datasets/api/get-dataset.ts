import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const PREVIEW_ROWS = 20

const getDataset = (name: string, signal: AbortSignal) =>
  unwrap(client.GET('/api/datasets/{name}', { params: { path: { name }, query: { preview: PREVIEW_ROWS } }, signal }))

export const datasetOptions = (name: string | null | undefined) =>
  queryOptions({
    queryKey: ['datasets', name],
    queryFn: name ? ({ signal }) => getDataset(name, signal) : skipToken,
    staleTime: Infinity,
  })

export const useDataset = (name: string | null | undefined) => useQuery(datasetOptions(name))
