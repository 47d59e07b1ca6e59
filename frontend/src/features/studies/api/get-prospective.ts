import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ProspectiveSection } from '@/client/wire'
import { usePageSize } from '@/lib/preferences'

export interface ObjectsAsked {
  /** What became of it. */
  truth?: string
  page: number
}

type Paged = ObjectsAsked & { per_page: number }

const getProspective = async (session_id: string, asked: Paged, signal: AbortSignal) => {
  const query = { session_id, section: 'prospective' as const, ...asked }
  return (await unwrap(client.GET('/result', { params: { query }, signal }))) as ProspectiveSection
}

/** The newest prospective validation of what a session's run was trained with, and a page of its objects. */
export const prospectiveOptions = (sessionId: string, asked: Paged) =>
  queryOptions({
    queryKey: ['result', sessionId, 'prospective', asked],
    queryFn: ({ signal }) => getProspective(sessionId, asked, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export function useProspective(sessionId: string, asked: ObjectsAsked) {
  const [per_page] = usePageSize()
  return useQuery(prospectiveOptions(sessionId, { ...asked, per_page }))
}
