import { useMutation } from '@tanstack/react-query'
import { asFormData, client, unwrap, unwrapFile } from '@/client/client'
import type { JudgedTable } from '@/client/wire'

// The document describes a file in a multipart body as a string.
const bodyOf = (file: File) => ({ body: { file: file as unknown as string }, bodySerializer: asFormData })

const judgeTable = async (file: File) =>
  (await unwrap(client.POST('/api/habitability/table', bodyOf(file)))) as JudgedTable

const judgeTableAsCsv = (file: File) =>
  unwrapFile(
    client.POST('/api/habitability/table.csv', { ...bodyOf(file), parseAs: 'blob' }) as Promise<{
      data?: Blob
      response: Response
    }>,
  )

/** Where every planet of a table stands. Nothing of it is kept on the server. */
export const useJudgeTable = () => useMutation({ mutationFn: judgeTable })

/** The same as a file with all rows in their own order. */
export const useJudgeTableAsCsv = () => useMutation({ mutationFn: judgeTableAsCsv })
