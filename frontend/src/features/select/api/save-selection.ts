import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { Choices, Selection } from '@/client/wire'
import { selectionOptions } from './get-selection'

/** One step as it is saved: its name and what was chosen. */
export type Save = {
  [Name in keyof Choices]: { config_type: Name } & Partial<NonNullable<Choices[Name]>>
}[keyof Choices]
type Body = Parameters<typeof client.POST<'/select', { body: never }>>[1]['body']

const saveSelection = async (session_id: string, save: Save) =>
  (await unwrap(client.POST('/select', { body: { session_id, ...save } as Body }))) as Selection

/** Stores one step on the server; the answer is the new selection. */
export function useSaveSelection() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ sessionId, ...save }: Save & { sessionId: string }) => saveSelection(sessionId, save as Save),
    onSuccess: (selection, { sessionId }) => queryClient.setQueryData(selectionOptions(sessionId).queryKey, selection),
  })
}
