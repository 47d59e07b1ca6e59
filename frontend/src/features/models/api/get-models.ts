import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ModelFamily } from '@/client/wire'

const getModels = async (signal: AbortSignal) =>
  (await unwrap(client.GET('/api/models', { signal }))).models as ModelFamily[]

export const modelsOptions = () =>
  queryOptions({ queryKey: ['models'], queryFn: ({ signal }) => getModels(signal), staleTime: Infinity })

export const useModels = () => useQuery(modelsOptions())
