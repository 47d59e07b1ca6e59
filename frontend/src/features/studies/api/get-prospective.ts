import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ProspectiveSection } from '@/client/wire'

export interface ObjectsAsked {
  /** What became of it. */
  truth?: string
  page: number
}

export const OBJECTS_PER_PAGE = 10

const getProspective = async (session_id: string, asked: ObjectsAsked, signal: AbortSignal) => {
  const query = { session_id, section: 'prospective' as const, per_page: OBJECTS_PER_PAGE, ...asked }
  return (await unwrap(client.GET('/result', { params: { query }, signal }))) as ProspectiveSection
}

/** The newest prospective validation of what a session's run was trained with, and a page of its objects. */
export const prospectiveOptions = (sessionId: string, asked: ObjectsAsked) =>
  queryOptions({
    queryKey: ['result', sessionId, 'prospective', asked],
    queryFn: ({ signal }) => getProspective(sessionId, asked, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const useProspective = (sessionId: string, asked: ObjectsAsked) => useQuery(prospectiveOptions(sessionId, asked))
