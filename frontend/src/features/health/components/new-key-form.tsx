import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { useCreateKey, type KeyDraft } from '../api/keys'
import { SCOPES } from '../model/keys'

/** Makes a key and shows it once; leaving the page forgets it. */
export function NewKeyForm({ token }: { token: string }) {
  const create = useCreateKey(token)
  const [name, setName] = useState('')
  const [scope, setScope] = useState<KeyDraft['scope']>('write')
  const made = create.data
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name: name.trim(), scope }, { onSuccess: () => setName('') })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label="Whose key"
        description="A person or a program, as the list will name it."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={64}
        autoComplete="off"
        maw="24rem"
      />
      <NativeSelect
        label="What it may do"
        data={SCOPES}
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value as KeyDraft['scope'])}
        maw="24rem"
      />
      <div>
        <Button type="submit" variant="default" loading={create.isPending} disabled={name.trim() === ''}>
          Make a key
        </Button>
      </div>
      {create.error && (
        <Notice tone="bad" title="No key was made" live>
          <p>{messageOf(create.error)}</p>
        </Notice>
      )}
      {made && (
        <Notice tone="good" title={`The key of ${made.name} is shown only now`} live>
          <p>
            <code style={{ overflowWrap: 'anywhere' }}>{made.key}</code> <CopyButton text={made.key} what="the key" />
          </p>
          <p className="small">Sent as “Authorization: Bearer …” with every call.</p>
        </Notice>
      )}
    </form>
  )
}
