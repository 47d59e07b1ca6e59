import type { ReactNode } from 'react'
import { readOnlyReason } from '@/lib/share-token'

interface Props {
  sessionId: string
  children: ReactNode
}

/** Controls that write: for who reads a share link they are shown and cannot be used, and it is said why. */
export function OwnersOnly({ sessionId, children }: Props) {
  const reason = readOnlyReason(sessionId)
  return (
    <fieldset disabled={reason !== null} style={{ minInlineSize: 0, margin: 0, padding: 0, border: 0 }}>
      <div className="stack">
        {children}
        {reason && <p className="small dim">{reason}</p>}
      </div>
    </fieldset>
  )
}
