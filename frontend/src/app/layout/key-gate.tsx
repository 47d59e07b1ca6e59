import { Button, Modal, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, useSyncExternalStore, type FormEvent } from 'react'
import { apiKey, isApiKeyAsked, keepApiKey, onApiKeyAsked } from '@/client/api-key'

/** Asks once for the API key, where the server answers holders of one only. */
export function KeyGate() {
  const isOpen = useSyncExternalStore(onApiKeyAsked, isApiKeyAsked)
  const queryClient = useQueryClient()
  const [key, setKey] = useState('')
  const enter = (event: FormEvent) => {
    event.preventDefault()
    keepApiKey(key.trim())
    setKey('')
    void queryClient.resetQueries()
  }
  return (
    <Modal
      opened={isOpen}
      onClose={() => {}}
      withCloseButton={false}
      title="This platform asks for an API key"
      centered
    >
      <form className="stack" onSubmit={enter}>
        <PasswordInput
          label="API key"
          description="It stays in this browser until you close it. Whoever runs the platform can give you one."
          error={apiKey() ? 'The key that was given is unknown here or was revoked.' : null}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="off"
          required
          data-autofocus
        />
        <div className="row">
          <Button type="submit" disabled={!key.trim()}>
            Go on
          </Button>
        </div>
      </form>
    </Modal>
  )
}
