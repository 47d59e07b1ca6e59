import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { pollByState } from '@/lib/polling'

const getStudy = (study_id: string, signal: AbortSignal) =>
  unwrap(client.GET('/api/studies/{study_id}', { params: { path: { study_id } }, signal }))

export const studyOptions = (studyId: string | null) =>
  queryOptions({
    queryKey: ['studies', studyId],
    queryFn: studyId ? ({ signal }) => getStudy(studyId, signal) : skipToken,
    staleTime: 0,
    // The next beat is the retry, and the page says so meanwhile.
    retry: false,
    refetchInterval: pollByState,
    refetchOnWindowFocus: true,
  })

export const useStudy = (studyId: string | null) => useQuery(studyOptions(studyId))
