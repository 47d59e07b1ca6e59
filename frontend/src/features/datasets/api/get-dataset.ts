import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const PREVIEW_ROWS = 20

const getDataset = (name: string, snapshot: string | null, signal: AbortSignal) =>
  unwrap(
    client.GET('/api/datasets/{name}', {
      params: { path: { name }, query: { preview: PREVIEW_ROWS, ...(snapshot ? { snapshot } : {}) } },
      signal,
    }),
  )

/** A catalogue with its columns as a snapshot holds them; the newest one if none is named. */
export const datasetOptions = (name: string | null | undefined, snapshot: string | null = null) =>
  queryOptions({
    queryKey: ['datasets', name, { snapshot }],
    queryFn: name ? ({ signal }) => getDataset(name, snapshot, signal) : skipToken,
    staleTime: Infinity,
  })

export const useDataset = (name: string | null | undefined, snapshot?: string | null) =>
  useQuery(datasetOptions(name, snapshot))
