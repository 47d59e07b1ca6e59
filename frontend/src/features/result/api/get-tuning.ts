import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { TuningSection } from '@/client/wire'

const getTuning = async (session_id: string, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/result', { params: { query: { session_id, section: 'tuning' } }, signal }),
  )) as TuningSection

export const tuningOptions = (sessionId: string) =>
  queryOptions({ queryKey: ['result', sessionId, 'tuning'], queryFn: ({ signal }) => getTuning(sessionId, signal) })

export const useTuning = (sessionId: string) => useQuery(tuningOptions(sessionId))
