import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import { rememberSession } from '@/lib/own-sessions'

const createSession = () => unwrap(client.GET('/select'))

export const useCreateSession = () =>
  useMutation({ mutationFn: createSession, onSuccess: ({ session_id }) => rememberSession(session_id) })
