import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const getDatasets = (signal: AbortSignal) =>
  unwrap(client.GET('/api/datasets', { signal })).then((data) => data.datasets)

export const datasetsOptions = () =>
  queryOptions({ queryKey: ['datasets'], queryFn: ({ signal }) => getDatasets(signal) })

export const useDatasets = () => useQuery(datasetsOptions())
