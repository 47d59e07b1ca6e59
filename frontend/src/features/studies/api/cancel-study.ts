import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { studyOptions } from './get-study'

const cancelStudy = (study_id: string) =>
  unwrap(client.POST('/api/studies/{study_id}/cancel', { params: { path: { study_id } } }))

export function useCancelStudy() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: cancelStudy,
    onSettled: (_data, _error, studyId) => queryClient.invalidateQueries({ queryKey: studyOptions(studyId).queryKey }),
  })
}
