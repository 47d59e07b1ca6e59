import { Button, CloseButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { putAway, useToasts, type Toast } from '@/lib/toasts'
import { ToneIcon } from './notice'
import styles from './toasts.module.css'

const STAYS_MS = 12_000

/** What has just happened, told in a corner and to screen readers, on whatever page. */
export function Toasts() {
  const toasts = useToasts()
  return (
    <div className={styles.corner} role="region" aria-label="News" aria-live="polite" data-screen-only>
      {toasts.map((toast) => (
        <Told key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function Told({ toast: { id, tone, title, link, undo } }: { toast: Toast }) {
  const [isHeld, setIsHeld] = useState(false)
  // Failures stay until they are put away; the rest waits while it is looked at.
  useEffect(() => {
    if (isHeld || tone === 'bad') return
    const timer = setTimeout(() => putAway(id), STAYS_MS)
    return () => clearTimeout(timer)
  }, [id, tone, isHeld])
  return (
    <div
      className={styles.toast}
      data-tone={tone}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <ToneIcon tone={tone} />
      <p className={styles.title}>{title}</p>
      {link && (
        <Link to={link.href} onClick={() => putAway(id)}>
          {link.label}
        </Link>
      )}
      {undo && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            undo()
            putAway(id)
          }}
        >
          Undo
        </Button>
      )}
      <CloseButton aria-label={`Put away: ${title}`} onClick={() => putAway(id)} />
    </div>
  )
}
