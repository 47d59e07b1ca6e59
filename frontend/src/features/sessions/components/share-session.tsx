import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { NewShareForm } from './new-share-form'
import { ShareList } from './share-list'

/** Makes and revokes links by which others look at a session and change nothing. */
export function ShareSession({ sessionId }: { sessionId: string }) {
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open}>
        Share
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title="Share this session, read only"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className="stack">
          <p>
            Whoever has such a link sees this session’s data, training, result and model, and can change nothing. The
            address of this page itself is the key to the whole session: keep it to yourself.
          </p>
          <NewShareForm sessionId={sessionId} />
          <ShareList sessionId={sessionId} />
        </div>
      </Modal>
    </>
  )
}
