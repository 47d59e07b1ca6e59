import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { RegisteredModel } from '@/client/wire-registry'

const BEAT_MS = 3000
const MOST = 500
const UNFINISHED = ['waiting', 'training']

const getRegistry = async (signal: AbortSignal) => {
  const page = await unwrap(client.GET('/api/registry', { params: { query: { per_page: MOST } }, signal }))
  return page.models as unknown as RegisteredModel[]
}

export const isUnfinished = ({ state }: Pick<RegisteredModel, 'state'>) => UNFINISHED.includes(state)

/** All named models; looked at again while the platform still trains some of its own. */
export const registryOptions = () =>
  queryOptions({
    queryKey: ['registry'],
    queryFn: ({ signal }) => getRegistry(signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? BEAT_MS : false),
  })

export const useRegistry = () => useQuery(registryOptions())
