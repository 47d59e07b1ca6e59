import { useSyncExternalStore } from 'react'

const KEY = 'exoplanet.refreshes'
const listeners = new Set<() => void>()
// Private windows may refuse storage: what was started is then known until the page is closed.
let unsaved: Record<string, string> | null = null

function read(): Record<string, string> {
  try {
    const known: unknown = unsaved ?? JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof known === 'object' && known !== null ? (known as Record<string, string>) : {}
  } catch {
    return {}
  }
}

function write(known: Record<string, string>) {
  try {
    localStorage.setItem(KEY, JSON.stringify(known))
    unsaved = null
  } catch {
    unsaved = known
  }
  for (const tell of listeners) tell()
}

const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** Keeps the refresh that was started of a catalogue, so that every page shows it, also after a reload. */
export const rememberRefresh = (dataset: string, id: string) => write({ ...read(), [dataset]: id })

export function forgetRefresh(dataset: string) {
  const { [dataset]: _dropped, ...others } = read()
  write(others)
}

/** The id of the refresh last started of a catalogue in this browser, until it is put away. */
export const useKnownRefresh = (dataset: string) => useSyncExternalStore(listen, () => read()[dataset] ?? null)
