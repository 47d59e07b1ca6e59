import { useSyncExternalStore } from 'react'
import { storedList } from './stored'

const KEPT = 50

/**
 * Ids of the sessions started in this browser, newest first. An id is the capability to its session, so the list
 * stays on this device; a blocked storage leaves the app working without it.
 */
const sessions = storedList('exoplanet.sessions', (id): id is string => typeof id === 'string')

export const ownSessionIds = sessions.read
export const useOwnSessionIds = () => useSyncExternalStore(sessions.listen, sessions.read)

export const rememberSession = (id: string) =>
  sessions.write([id, ...sessions.read().filter((known) => known !== id)].slice(0, KEPT))
export const forgetSession = (id: string) => sessions.write(sessions.read().filter((known) => known !== id))
