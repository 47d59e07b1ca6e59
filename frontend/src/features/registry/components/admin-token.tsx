import { PasswordInput } from '@mantine/core'
import { ApiError } from '@/client/api-error'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'

interface Props {
  error: unknown
  token: string
  onToken: (token: string) => void
}

/** Why it was refused; where only an admin may, the token can be given. It is kept nowhere. */
export function Refusal({ error, token, onToken }: Props) {
  if (error == null) return null
  const needsToken = error instanceof ApiError && error.code === 'not_admin'
  return (
    <Notice
      tone={needsToken ? 'warn' : 'bad'}
      title={needsToken ? 'Only an admin may do this' : 'It was not done'}
      live
    >
      <p>{messageOf(error)}</p>
      {needsToken && (
        <PasswordInput
          label="Admin token"
          description="Then press the button again. It is kept nowhere."
          value={token}
          onChange={(event) => onToken(event.currentTarget.value)}
          autoComplete="off"
          maw="24rem"
        />
      )}
    </Notice>
  )
}
