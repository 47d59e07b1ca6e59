/** A list in this browser's storage, the same in every tab. */
export interface StoredList<T> {
  read: () => T[]
  write: (items: T[]) => void
  listen: (tell: () => void) => () => void
}

export function storedList<T>(key: string, isItem: (item: unknown) => item is T): StoredList<T> {
  const listeners = new Set<() => void>()
  let text: string | null | undefined
  let items: T[] = []
  const held = () => {
    try {
      return localStorage.getItem(key)
    } catch {
      return text ?? null
    }
  }
  // The same list comes back until its text changes: React asks often.
  const read = () => {
    const now = held()
    if (now === text) return items
    text = now
    try {
      const parsed: unknown = JSON.parse(now ?? '[]')
      items = Array.isArray(parsed) ? parsed.filter(isItem) : []
    } catch {
      items = []
    }
    return items
  }
  const write = (next: T[]) => {
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // Private windows may refuse storage: the list then lasts until the page is closed.
      text = JSON.stringify(next)
      items = next
    }
    for (const tell of listeners) tell()
  }
  const listen = (tell: () => void) => {
    listeners.add(tell)
    window.addEventListener('storage', tell)
    return () => {
      listeners.delete(tell)
      window.removeEventListener('storage', tell)
    }
  }
  return { read, write, listen }
}
