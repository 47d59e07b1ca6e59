import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const getUpload = (upload_id: string, signal: AbortSignal) =>
  unwrap(client.GET('/api/upload/{upload_id}', { params: { path: { upload_id } }, signal }))

export const uploadOptions = (id: string | null | undefined) =>
  queryOptions({
    queryKey: ['uploads', id],
    queryFn: id ? ({ signal }) => getUpload(id, signal) : skipToken,
    staleTime: Infinity,
  })

export const useUpload = (id: string | null | undefined) => useQuery(uploadOptions(id))
