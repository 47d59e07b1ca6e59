import { keepPreviousData, queryOptions, skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Prediction, Row } from '@/client/wire'

const predictRow = async (session_id: string, row: Row, explain: boolean, signal?: AbortSignal) => {
  const answer = await unwrap(client.POST('/predict', { body: { session_id, rows: [row], explain }, signal }))
  return (answer as { predictions: Prediction[] }).predictions[0]!
}

/** One object judged, with the contributions behind the answer. */
export const usePredictRow = (sessionId: string) =>
  useMutation({ mutationFn: (row: Row) => predictRow(sessionId, row, true) })

const KEPT_MS = 60_000

/** The answer alone, as quickly as it comes; what was asked in between is not waited for. */
export const whatIfOptions = (sessionId: string, row: Row | null) =>
  queryOptions({
    queryKey: ['predict', sessionId, 'what-if', row],
    queryFn: row ? ({ signal }) => predictRow(sessionId, row, false, signal) : skipToken,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: KEPT_MS,
  })

export const useWhatIf = (sessionId: string, row: Row | null) => useQuery(whatIfOptions(sessionId, row))
