const KEY = 'exoplanet.sessions'
const KEPT = 50

/**
 * Ids of the sessions started in this browser, newest first. An id is the capability to its session, so the list
 * stays on this device; a blocked storage leaves the app working without it.
 */
export function ownSessionIds(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}

function write(ids: string[]) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, KEPT)))
  } catch {
    // Private windows may refuse storage: the permalink still holds the session.
  }
}

export const rememberSession = (id: string) => write([id, ...ownSessionIds().filter((known) => known !== id)])
export const forgetSession = (id: string) => write(ownSessionIds().filter((known) => known !== id))
