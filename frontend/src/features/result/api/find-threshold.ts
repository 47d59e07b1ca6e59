import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ThresholdAnswer } from '@/client/wire'

export type Objective = ThresholdRequest['objective']
interface ThresholdRequest {
  sessionId: string
  objective: 'precision_at_least' | 'recall_at_least'
  value: number
}

const findThreshold = async ({ sessionId, objective, value }: ThresholdRequest) =>
  (await unwrap(
    client.POST('/result', { body: { session_id: sessionId, action: 'threshold', objective, value } }),
  )) as ThresholdAnswer

export const useFindThreshold = () => useMutation({ mutationFn: findThreshold })
