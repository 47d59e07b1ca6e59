import { CopyButton } from './copy-button'

interface Props {
  id: string
  /** What it is the id of, in words: "the run’s id". */
  what: string
  /** How much of it is shown, where it is long; all of it is copied. */
  most?: number
}

/** An id to be marked, and to be copied in full with one press. */
export function CopyId({ id, what, most = id.length }: Props) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 'var(--space-2)', maxWidth: '100%' }}>
      <code title={id} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
        {id.length > most ? `${id.slice(0, most)}…` : id}
      </code>
      <CopyButton text={id} what={what} />
    </span>
  )
}
