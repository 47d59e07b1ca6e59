import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Batch } from '@/client/wire'
import { pollByState } from '@/lib/polling'
import { usePageSize } from '@/lib/preferences'

export interface BatchAsked {
  page: number
  sort?: string
  order?: 'asc' | 'desc'
  q?: string
  prediction?: string
  /** Only rows with at least this score. */
  threshold?: number
}

type Paged = BatchAsked & { per_page?: number }

const getBatch = async (session_id: string, prediction_id: string, asked: Paged, signal: AbortSignal) => {
  const query = { session_id, prediction_id, ...asked }
  return (await unwrap(client.GET('/predict', { params: { query }, signal }))) as Batch
}

export const batchOptions = (sessionId: string, predictionId: string, asked: Paged) =>
  queryOptions({
    queryKey: ['predict', sessionId, 'batch', predictionId, asked],
    queryFn: ({ signal }) => getBatch(sessionId, predictionId, asked, signal),
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: pollByState,
  })

export function useBatch(sessionId: string, predictionId: string, asked: BatchAsked) {
  const [per_page] = usePageSize()
  return useQuery(batchOptions(sessionId, predictionId, { ...asked, per_page }))
}

/** Downloads are plain links: the browser streams them to disk. */
export const batchDownload = (sessionId: string, predictionId: string, kind: 'csv' | 'parquet') =>
  `/predict/${encodeURIComponent(predictionId)}.${kind}?session_id=${encodeURIComponent(sessionId)}`

export const templateDownload = (sessionId: string) => `/predict/template?session_id=${encodeURIComponent(sessionId)}`
