import { Button, Modal, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { SessionSummary } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { say } from '@/lib/toasts'
import { useAnnotateSession } from '../api/annotate-session'

/** Name, note and tags of a session; a change can be taken back. */
export function RunNotes({ session, title }: { session: SessionSummary; title: string }) {
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open} aria-label={`Name and note of ${title}`}>
        Note
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={`Name and note of ${title}`}
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isOpen && <NotesForm session={session} onDone={close} />}
      </Modal>
    </>
  )
}

function NotesForm({ session, onDone }: { session: SessionSummary; onDone: () => void }) {
  const { session_id: sessionId } = session
  const annotate = useAnnotateSession()
  const before = { name: session.name, note: session.note, tags: session.tags }
  const [draft, setDraft] = useState(before)
  const save = () =>
    annotate.mutate(
      { sessionId, ...draft },
      {
        onSuccess: () => {
          onDone()
          say({ tone: 'good', title: 'Kept', undo: () => annotate.mutate({ sessionId, ...before }) })
        },
      },
    )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextInput
        label="Name"
        maxLength={200}
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="Note"
        maxLength={5000}
        rows={3}
        value={draft.note}
        onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })}
      />
      <TagsInput
        label="Tags"
        description="Press Enter after each; at most 20."
        maxTags={20}
        value={draft.tags}
        onChange={(tags) => setDraft({ ...draft, tags })}
      />
      {annotate.error && (
        <Notice tone="bad" title="It was not kept" live>
          <p>{messageOf(annotate.error)}</p>
        </Notice>
      )}
      <div>
        <Button type="submit" loading={annotate.isPending}>
          Keep
        </Button>
      </div>
    </form>
  )
}
