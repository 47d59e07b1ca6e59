import { useMutation } from '@tanstack/react-query'
import { asFormData, client, unwrap } from '@/client/client'

/** A file to judge, or nothing: then the undecided objects of the table are ranked. */
const startBatch = async (session_id: string, file: File | null) => {
  const call = file
    ? client.POST('/predict', {
        body: { session_id, file: file as unknown as string } as never,
        bodySerializer: asFormData,
      })
    : client.POST('/predict', { body: { session_id, source: 'undecided', explain: false } })
  return ((await unwrap(call)) as { prediction_id: string }).prediction_id
}

export const useStartBatch = (sessionId: string) =>
  useMutation({ mutationFn: (file: File | null) => startBatch(sessionId, file) })
