import { useSyncExternalStore } from 'react'
import { isWorking } from './session-state'
import { storedList } from './stored'

/** Work that goes on without the page that began it. */
export interface Job {
  kind: 'training' | 'study' | 'batch' | 'refresh'
  id: string
  /** The session it belongs to, where it does. */
  session: string
  /** What it is, in words. */
  title: string
  /** Where it is shown. */
  href: string
  state: string
  percent: number
}

const KEPT = 12
const KINDS: readonly unknown[] = ['training', 'study', 'batch', 'refresh']

const isJob = (item: unknown): item is Job =>
  typeof item === 'object' &&
  item !== null &&
  KINDS.includes((item as Job).kind) &&
  (['id', 'session', 'title', 'href', 'state'] as const).every((name) => typeof (item as Job)[name] === 'string')

const jobs = storedList('exoplanet.jobs', isJob)

export const knownJobs = jobs.read
export const useJobs = () => useSyncExternalStore(jobs.listen, jobs.read)

const isSame = (one: Job, other: Pick<Job, 'kind' | 'id'>) => one.kind === other.kind && one.id === other.id

/**
 * Takes what was seen of a job. Gives the job when it has just ended, once in all tabs: whoever writes first may tell.
 */
export function noteJob(seen: Job): Job | null {
  const before = jobs.read()
  const known = before.find((job) => isSame(job, seen))
  if (!known && !isWorking(seen.state)) return null
  const wasWorking = known !== undefined && isWorking(known.state)
  if (known && !wasWorking && !isWorking(seen.state)) return null
  const percent = Math.floor(seen.percent)
  if (known && known.state === seen.state && known.percent === percent) return null
  const next = { ...seen, href: known?.href ?? seen.href, percent }
  jobs.write([next, ...before.filter((job) => !isSame(job, seen))].slice(0, KEPT))
  return wasWorking && !isWorking(seen.state) ? next : null
}

export const forgetJob = (gone: Pick<Job, 'kind' | 'id'>) => jobs.write(jobs.read().filter((job) => !isSame(job, gone)))
export const forgetEndedJobs = () => jobs.write(jobs.read().filter(({ state }) => isWorking(state)))
