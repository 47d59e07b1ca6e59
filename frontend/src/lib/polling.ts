import type { Query } from '@tanstack/react-query'
import { ApiError } from '@/client/api-error'
import { isWorking } from './session-state'

const BEAT_MS = 1000
const LONGEST_MS = 15_000

/**
 * Milliseconds to the next look at a job, or false when there is nothing to wait for: polling follows the job's
 * state, backs off while no answer comes, and gives up on a refusal.
 */
export function nextPoll(state: string | undefined, error: unknown, failures: number): number | false {
  if (error instanceof ApiError && !error.isLost) return false
  if (error) return Math.min(LONGEST_MS, BEAT_MS * 2 ** Math.min(failures, 4))
  return isWorking(state) ? BEAT_MS : false
}

/** For `refetchInterval` of a query whose data carry a `state`. */
export function pollByState<T extends { state: string }>(query: Query<T, Error, T, readonly unknown[]>) {
  return nextPoll(query.state.data?.state, query.state.error, query.state.errorUpdateCount)
}
