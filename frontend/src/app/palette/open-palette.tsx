import { useHotkeys } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import styles from './open-palette.module.css'

// Fetched when it is opened for the first time.
const Palette = lazy(() => import('./palette'))

const isMac = () => /mac/i.test(navigator.userAgent)

/** The way to anywhere: a button, and Ctrl-K or ⌘-K. */
export function OpenPalette({ sessionId }: { sessionId: string | undefined }) {
  const [isOpen, setIsOpen] = useState(false)
  useHotkeys([['mod+K', () => setIsOpen((open) => !open)]], [])
  return (
    <>
      <button
        type="button"
        className={styles.button}
        onClick={() => setIsOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        aria-label="Go to anything"
      >
        <svg
          viewBox="0 0 24 24"
          width="18"
          height="18"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          aria-hidden="true"
        >
          <path d="M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 4.5 4.5" />
        </svg>
        <kbd className={styles.keys} aria-hidden="true">
          {isMac() ? '⌘K' : 'Ctrl K'}
        </kbd>
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <Palette sessionId={sessionId} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
