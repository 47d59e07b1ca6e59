import { useSyncExternalStore } from 'react'

const PREFIX = 'exoplanet.preference.'
const listeners = new Set<() => void>()
// Private windows may refuse storage: a preference then lasts until the page is closed.
const unsaved = new Map<string, string>()

function read(name: string): string | null {
  if (unsaved.has(name)) return unsaved.get(name)!
  try {
    return localStorage.getItem(PREFIX + name)
  } catch {
    return null
  }
}

function write(name: string, text: string) {
  try {
    localStorage.setItem(PREFIX + name, text)
    unsaved.delete(name)
  } catch {
    unsaved.set(name, text)
  }
  for (const tell of listeners) tell()
}

function listen(tell: () => void) {
  listeners.add(tell)
  // Another tab changed it.
  window.addEventListener('storage', tell)
  return () => {
    listeners.delete(tell)
    window.removeEventListener('storage', tell)
  }
}

function parsed<T>(text: string | null, usual: T): T {
  if (text === null) return usual
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === typeof usual ? (value as T) : usual
  } catch {
    return usual
  }
}

/** A choice that is remembered on this device and the same in every tab. */
export function usePreference<T extends string | number | boolean>(name: string, usual: T): [T, (value: T) => void] {
  const text = useSyncExternalStore(listen, () => read(name))
  return [parsed(text, usual), (value) => write(name, JSON.stringify(value))]
}

export const PAGE_SIZES = [10, 25, 50, 100] as const

const USUAL_SIZE = 25
const isPageSize = (size: number) => PAGE_SIZES.some((one) => one === size)

/** How many rows a page of a table has. */
export function usePageSize(): [number, (size: number) => void] {
  const [size, setSize] = usePreference<number>('page-size', USUAL_SIZE)
  return [isPageSize(size) ? size : USUAL_SIZE, setSize]
}

/** The catalogue that was looked at last. */
export const useLastDataset = () => usePreference<string>('dataset', 'kepler')
