import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Row } from '@/client/wire'
import type { Counterfactual } from '@/client/wire-explaining'

const findCounterfactual = async (session_id: string, row: Row) => {
  const body = { session_id, action: 'counterfactual' as const, rows: [row], most_columns: 3 }
  const answer = (await unwrap(client.POST('/result', { body }))) as { counterfactuals: Counterfactual[] }
  return answer.counterfactuals[0]!
}

/** The smallest plausible change of an object that would change its answer. */
export const useFindCounterfactual = (sessionId: string) =>
  useMutation({ mutationFn: (row: Row) => findCounterfactual(sessionId, row) })
