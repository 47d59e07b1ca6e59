import { CopyButton } from './copy-button'

/** An id in full, to be marked, and to be copied with one press. */
export function CopyId({ id, what }: { id: string; what: string }) {
  return (
    <span className="row" style={{ gap: 'var(--space-2)', flexWrap: 'nowrap' }}>
      <code>{id}</code>
      <CopyButton text={id} what={what} />
    </span>
  )
}
