import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '@/client/api-error'
import { Notice } from '@/components/ui/notice'
import { QueryView } from '@/components/ui/query-view'
import { messageOf } from '@/lib/messages'
import { useOverview } from '../api/get-overview'
import { ApiKeys } from './api-keys'
import { OperatorView } from './operator-view'

const REFUSED = [401, 403]

/** For whoever runs the platform; asks for the admin token, which is kept nowhere. */
export function Operator() {
  const [token, setToken] = useState('')
  const query = useOverview(token)
  const { error } = query
  if (!(error instanceof ApiError) || !REFUSED.includes(error.status))
    return (
      <QueryView query={query} what="the operator's view" height={320}>
        {(overview) => (
          <div className="stack-wide">
            <OperatorView overview={overview} />
            <ApiKeys token={token} />
          </div>
        )}
      </QueryView>
    )
  if (error.code === 'admin_closed')
    return (
      <Notice title="Closed on this platform">
        <p>{messageOf(error)}</p>
      </Notice>
    )
  return <AskToken error={error} isFirst={token === ''} onToken={setToken} />
}

function AskToken({
  error,
  isFirst,
  onToken,
}: {
  error: ApiError
  isFirst: boolean
  onToken: (token: string) => void
}) {
  const [typed, setTyped] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        onToken(typed)
      }}
    >
      <Notice
        tone={isFirst ? 'info' : 'warn'}
        title={isFirst ? 'Only for whoever runs this platform' : 'Refused'}
        live={!isFirst}
      >
        <p>{messageOf(error)}</p>
      </Notice>
      <PasswordInput
        label="Admin token"
        description="It is kept nowhere: a reload forgets it."
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        maw="24rem"
      />
      <div>
        <Button type="submit" variant="default" disabled={typed === ''}>
          Show
        </Button>
      </div>
    </form>
  )
}
