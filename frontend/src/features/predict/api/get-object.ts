import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { KnownObject } from '@/client/wire'

const getObject = async (session_id: string, name: string, signal: AbortSignal) =>
  (await unwrap(client.GET('/predict/object', { params: { query: { session_id, name } }, signal }))) as KnownObject

export const objectOptions = (sessionId: string, name: string | null) =>
  queryOptions({
    queryKey: ['predict', sessionId, 'object', name],
    queryFn: name ? ({ signal }) => getObject(sessionId, name, signal) : skipToken,
    staleTime: Infinity,
  })

export const useObject = (sessionId: string, name: string | null) => useQuery(objectOptions(sessionId, name))
