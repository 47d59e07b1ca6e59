import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { useCreateShare } from '../api/shares'

const LASTS = [
  { value: '', label: 'Until it is revoked' },
  { value: '1', label: 'One day' },
  { value: '7', label: 'A week' },
  { value: '30', label: 'Thirty days' },
]

export function NewShareForm({ sessionId }: { sessionId: string }) {
  const create = useCreateShare(sessionId)
  const [name, setName] = useState('')
  const [days, setDays] = useState('')
  const made = create.data
  const address = made ? new URL(made.link, location.origin).href : ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name, expires_in_days: days ? Number(days) : null }, { onSuccess: () => setName('') })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label="For whom"
        description="Only you see this name."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
      />
      <NativeSelect
        label="It lasts"
        data={LASTS}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" loading={create.isPending}>
          Make a link
        </Button>
      </div>
      {create.error && (
        <Notice tone="bad" title="No link was made">
          <p>{messageOf(create.error)}</p>
        </Notice>
      )}
      {made && (
        <Notice tone="good" title="The link is shown only now">
          <p>
            <code style={{ overflowWrap: 'anywhere' }}>{address}</code> <CopyButton text={address} what="the link" />
          </p>
        </Notice>
      )}
    </form>
  )
}
