import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Selection } from '@/client/wire'

const getSelection = async (session_id: string, signal: AbortSignal) =>
  (await unwrap(client.GET('/select', { params: { query: { session_id } }, signal }))) as Selection

export const selectionOptions = (sessionId: string) =>
  queryOptions({ queryKey: ['selection', sessionId], queryFn: ({ signal }) => getSelection(sessionId, signal) })

export const useSelection = (sessionId: string) => useQuery(selectionOptions(sessionId))
