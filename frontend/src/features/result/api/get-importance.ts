import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ImportanceSection } from '@/client/wire'

const getImportance = async (session_id: string, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/result', { params: { query: { session_id, section: 'importance' } }, signal }),
  )) as ImportanceSection

export const importanceOptions = (sessionId: string) =>
  queryOptions({
    queryKey: ['result', sessionId, 'importance'],
    queryFn: ({ signal }) => getImportance(sessionId, signal),
  })

export const useImportance = (sessionId: string) => useQuery(importanceOptions(sessionId))
