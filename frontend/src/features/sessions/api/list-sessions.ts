import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

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
  })

export const useSessions = (ids: string[]) => useQuery(sessionsOptions(ids))
