import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { usePromote } from '../api/promote'
import { Refusal } from './admin-token'

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/

interface Props {
  /** Own trained runs, by the session that holds each. */
  runs: { value: string; label: string }[]
  onPromoted: (name: string) => void
}

/** Makes a run of one's own the serving version of a named model. */
export function PromoteRun({ runs, onPromoted }: Props) {
  const promote = usePromote()
  const [sessionId, setSessionId] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [token, setToken] = useState('')
  if (runs.length === 0)
    return (
      <p className="dim">Nothing has been trained in this browser yet. Start a training on Home, then come back.</p>
    )
  const isName = NAME.test(name)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (sessionId && isName)
          promote.mutate({ name, origin: { session_id: sessionId }, token }, { onSuccess: () => onPromoted(name) })
      }}
    >
      <div className="row" style={{ alignItems: 'end' }}>
        <Select
          label="Run"
          placeholder="one of your own"
          data={runs}
          value={sessionId}
          onChange={setSessionId}
          style={{ flex: '1 1 16rem' }}
        />
        <TextInput
          label="Name of the model"
          placeholder="my-planets"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name !== '' && !isName && 'Lower-case letters, digits, - and _.'}
          autoComplete="off"
          style={{ flex: '1 1 12rem' }}
        />
        <Button type="submit" loading={promote.isPending} disabled={!sessionId || !isName}>
          Promote
        </Button>
      </div>
      <p className="small dim">
        A copy is kept, so it outlives its session, and everybody on this platform can ask it. Under a name that exists
        it becomes that model’s next version.
      </p>
      <Refusal error={promote.error} token={token} onToken={setToken} />
      {promote.isSuccess && <Notice tone="good" title="It serves now" live />}
    </form>
  )
}
