import { useState } from 'react'

const MOST_KEPT = 20

interface Change<T> {
  before: T
  after: T
}

/** Changes of many at once that can be taken back, the last one first, until something else is changed by hand. */
export function useUndo<T>(now: T, onChange: (next: T) => void, isSame: (a: T, b: T) => boolean) {
  const [changes, setChanges] = useState<Change<T>[]>([])
  const last = changes.at(-1)
  // What was ticked one by one since then is not thrown away by an undo that does not know of it.
  const canUndo = last !== undefined && isSame(last.after, now)
  return {
    change: (next: T) => {
      if (isSame(now, next)) return
      setChanges((held) => [...held, { before: now, after: next }].slice(-MOST_KEPT))
      onChange(next)
    },
    undo: canUndo
      ? () => {
          setChanges((held) => held.slice(0, -1))
          onChange(last.before)
        }
      : null,
  }
}
