import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { rememberPrice } from '../model/remembered'
import { studyOptions } from './get-study'

interface Question {
  sessionId: string
  /** Names as the session knows them; none asks for all that are known to leak. */
  columns: string[]
}

const startLeakPrice = ({ sessionId: session_id, columns }: Question) =>
  unwrap(
    client.POST('/api/studies', {
      body: { session_id, study: 'leak_price', columns: columns.length > 0 ? columns : null },
    }),
  )

/** Asks what columns buy; the same question again is answered by the study that measured it. */
export function useStartLeakPrice() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: startLeakPrice,
    onSuccess: (study, { sessionId }) => {
      queryClient.setQueryData(studyOptions(study.study_id).queryKey, study)
      rememberPrice(sessionId, study.study_id)
    },
  })
}
