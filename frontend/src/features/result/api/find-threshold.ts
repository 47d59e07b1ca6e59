import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ThresholdAnswer } from '@/client/wire'

export type Objective = 'precision_at_least' | 'recall_at_least' | 'miss_at_most' | 'false_positives_at_most'
interface ThresholdRequest {
  sessionId: string
  objective: Objective
  value: number
  /** The class that is meant, against all others. */
  positive: string
}

const findThreshold = async ({ sessionId, ...asked }: ThresholdRequest) =>
  (await unwrap(
    client.POST('/result', { body: { session_id: sessionId, action: 'threshold', ...asked } }),
  )) as ThresholdAnswer

export const useFindThreshold = () => useMutation({ mutationFn: findThreshold })
