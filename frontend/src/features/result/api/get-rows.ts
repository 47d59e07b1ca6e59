import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ErrorsSection } from '@/client/wire'

/** A cell of the confusion matrix, or all disagreements when neither class is named. */
export interface RowsAsked {
  truth?: string
  predicted?: string
  page: number
}

export const ROWS_PER_PAGE = 10

const getRows = async (session_id: string, asked: RowsAsked, signal: AbortSignal) => {
  const query = { session_id, section: 'errors' as const, per_page: ROWS_PER_PAGE, ...asked }
  return (await unwrap(client.GET('/result', { params: { query }, signal }))) as ErrorsSection
}

export const rowsOptions = (sessionId: string, asked: RowsAsked) =>
  queryOptions({
    queryKey: ['result', sessionId, 'rows', asked],
    queryFn: ({ signal }) => getRows(sessionId, asked, signal),
    placeholderData: keepPreviousData,
  })

export const useRows = (sessionId: string, asked: RowsAsked) => useQuery(rowsOptions(sessionId, asked))
