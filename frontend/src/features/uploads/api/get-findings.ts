import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

interface Question {
  uploadId: string
  target: string | null
  host: string | null
}

const getFindings = ({ uploadId, target, host }: Question, signal: AbortSignal) =>
  unwrap(
    client.GET('/api/upload/{upload_id}', {
      params: { path: { upload_id: uploadId }, query: { target, host } },
      signal,
    }),
    // That the star's own column names the star is what it was chosen for.
  ).then(({ findings }) => findings.filter(({ column }) => host === null || column !== host))

/** What in the table gives the chosen answer away; measured by the server, once for each answer. */
export const findingsOptions = (question: Question) =>
  queryOptions({
    queryKey: ['uploads', question.uploadId, 'findings', question.target, question.host],
    queryFn: question.target ? ({ signal }) => getFindings(question, signal) : skipToken,
    staleTime: Infinity,
  })

export const useFindings = (question: Question) => useQuery(findingsOptions(question))
