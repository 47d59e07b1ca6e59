import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ErrorsSection } from '@/client/wire'
import { usePageSize } from '@/lib/preferences'

/** A cell of the confusion matrix, or all disagreements when neither class is named. */
export interface RowsAsked {
  truth?: string
  predicted?: string
  page: number
}

type Paged = RowsAsked & { per_page: number }

const getRows = async (session_id: string, asked: Paged, signal: AbortSignal) => {
  const query = { session_id, section: 'errors' as const, ...asked }
  return (await unwrap(client.GET('/result', { params: { query }, signal }))) as ErrorsSection
}

export const rowsOptions = (sessionId: string, asked: Paged) =>
  queryOptions({
    queryKey: ['result', sessionId, 'rows', asked],
    queryFn: ({ signal }) => getRows(sessionId, asked, signal),
    placeholderData: keepPreviousData,
  })

export function useRows(sessionId: string, asked: RowsAsked) {
  const [per_page] = usePageSize()
  return useQuery(rowsOptions(sessionId, { ...asked, per_page }))
}
