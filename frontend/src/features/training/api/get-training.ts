import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { pollByState } from '@/lib/polling'

const getTraining = (session_id: string, signal: AbortSignal) =>
  unwrap(client.GET('/training', { params: { query: { session_id } }, signal }))

export const trainingOptions = (sessionId: string) =>
  queryOptions({
    queryKey: ['training', sessionId],
    queryFn: ({ signal }) => getTraining(sessionId, signal),
    staleTime: 0,
    // The next beat is the retry, and the page says so meanwhile.
    retry: false,
    refetchInterval: pollByState,
    // The window's title tells from a background tab that the run is done.
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: true,
  })

export const useTraining = (sessionId: string) => useQuery(trainingOptions(sessionId))
