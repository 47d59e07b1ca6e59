import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { PredictForm } from '@/client/wire'

const getForm = async (session_id: string, signal: AbortSignal) =>
  (await unwrap(client.GET('/predict', { params: { query: { session_id } }, signal }))) as PredictForm

export const formOptions = (sessionId: string) =>
  queryOptions({ queryKey: ['predict', sessionId, 'form'], queryFn: ({ signal }) => getForm(sessionId, signal) })

export const useForm = (sessionId: string) => useQuery(formOptions(sessionId))
