import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ExtensionDiff, ExtensionRequest } from '@/client/wire'

export interface Proposal {
  dataset: string
  request: Omit<ExtensionRequest, 'confirm'>
}

const proposeExtension = async ({ dataset, request }: Proposal) =>
  (await unwrap(
    client.POST('/api/datasets/{name}/extensions', { params: { path: { name: dataset } }, body: request }),
  )) as ExtensionDiff

/** What labelled rows would add to a catalogue and change in it; nothing is kept. */
export const useProposeExtension = () => useMutation({ mutationFn: proposeExtension })
