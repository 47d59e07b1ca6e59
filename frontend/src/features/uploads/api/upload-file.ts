import { useMutation, useQueryClient } from '@tanstack/react-query'
import { asFormData, client, unwrap } from '@/client/client'
import { uploadOptions } from './get-upload'

// The document describes a file in a multipart body as a string.
const asString = (file: File) => file as unknown as string

const uploadFile = (file: File) =>
  unwrap(client.POST('/api/upload', { body: { file: asString(file) }, bodySerializer: asFormData }))

export function useUploadFile() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: uploadFile,
    onSuccess: (upload) => queryClient.setQueryData(uploadOptions(upload.upload_id).queryKey, upload),
  })
}
