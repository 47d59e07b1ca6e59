import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { isWorking } from '@/lib/session-state'

const BEAT_MS = 3000

const listSessions = (ids: string[], signal: AbortSignal) =>
  unwrap(client.GET('/api/sessions', { params: { header: { 'X-Session-Ids': ids.join(',') } }, signal })).then(
    (page) => page.sessions,
  )

/** The sessions of these ids; the server lists none that is not named. */
export const sessionsOptions = (ids: string[]) =>
  queryOptions({
    queryKey: ['sessions', ids],
    queryFn: ids.length > 0 ? ({ signal }) => listSessions(ids, signal) : skipToken,
    staleTime: 0,
    // States and scores follow the work that goes on.
    refetchInterval: ({ state }) => (state.data?.some((session) => isWorking(session.state)) ? BEAT_MS : false),
  })

export const useSessions = (ids: string[]) => useQuery(sessionsOptions(ids))
