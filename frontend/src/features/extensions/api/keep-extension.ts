import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ExtensionKept } from '@/client/wire'
import { rememberSession } from '@/lib/own-sessions'
import type { Proposal } from './propose-extension'

interface Confirmed extends Proposal {
  /** Hash of the difference that was shown. */
  confirm: string
}

const keepExtension = async ({ dataset, request, confirm }: Confirmed) =>
  (await unwrap(
    client.POST('/api/datasets/{name}/extensions', {
      params: { path: { name: dataset } },
      body: { ...request, confirm },
    }),
  )) as ExtensionKept

/** Keeps the difference that was shown as a private version, with a session of its own and a comparison queued. */
export const useKeepExtension = () =>
  useMutation({ mutationFn: keepExtension, onSuccess: ({ session_id }) => rememberSession(session_id) })
