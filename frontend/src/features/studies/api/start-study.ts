import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { rememberStudy } from '../model/remembered'
import { studyOptions } from './get-study'

/** What is measured; a prospective validation may name its two snapshots. */
export type Question =
  { study: 'learning_curve' | 'transfer' | 'explanations' } | { study: 'prospective'; from: string; to: string }
type Body = Parameters<typeof client.POST<'/api/studies', { body: never }>>[1]['body']

const startStudy = (session_id: string, question: Question) =>
  unwrap(client.POST('/api/studies', { body: { session_id, ...question } as Body }))

/** Begins a measurement; the same question again is answered by the study that measured it. */
export function useStartStudy(sessionId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (question: Question) => startStudy(sessionId, question),
    onSuccess: (study, question) => {
      queryClient.setQueryData(studyOptions(study.study_id).queryKey, study)
      rememberStudy(question.study, sessionId, study.study_id)
    },
  })
}
