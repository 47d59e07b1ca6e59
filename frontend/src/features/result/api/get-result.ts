import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ResultSummary } from '@/client/wire'

const getResult = async (session_id: string, signal: AbortSignal) =>
  (await unwrap(client.GET('/result', { params: { query: { session_id } }, signal }))) as ResultSummary

export const resultOptions = (sessionId: string) =>
  queryOptions({ queryKey: ['result', sessionId], queryFn: ({ signal }) => getResult(sessionId, signal) })

export const useResult = (sessionId: string) => useQuery(resultOptions(sessionId))
