import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Prediction, Row } from '@/client/wire'

const predictRow = async (session_id: string, row: Row) => {
  const answer = await unwrap(client.POST('/predict', { body: { session_id, rows: [row], explain: true } }))
  return (answer as { predictions: Prediction[] }).predictions[0]!
}

/** One object judged, with the contributions behind the answer. */
export const usePredictRow = (sessionId: string) =>
  useMutation({ mutationFn: (row: Row) => predictRow(sessionId, row) })
