import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { LearningCurveSection } from '@/client/wire'

const getLearningCurve = async (session_id: string, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/result', { params: { query: { session_id, section: 'learning_curve' } }, signal }),
  )) as LearningCurveSection

/** The newest learning curve of what a session's run was trained with. */
export const learningCurveOptions = (sessionId: string) =>
  queryOptions({
    queryKey: ['result', sessionId, 'learning_curve'],
    queryFn: ({ signal }) => getLearningCurve(sessionId, signal),
    staleTime: 0,
  })

export const useLearningCurve = (sessionId: string) => useQuery(learningCurveOptions(sessionId))
