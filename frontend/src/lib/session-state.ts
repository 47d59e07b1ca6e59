import type { SessionState } from '@/client/wire'

/** States after which nothing changes until somebody acts. */
export const FINAL_STATES: readonly string[] = ['trained', 'failed', 'cancelled', 'done']
const WORKING_STATES: readonly string[] = ['queued', 'training', 'running']

export const isFinal = (state: string | null | undefined) => state != null && FINAL_STATES.includes(state)
export const isWorking = (state: string | null | undefined) => state != null && WORKING_STATES.includes(state)

export const STATE_WORDS: Record<SessionState, string> = {
  created: 'Not set up yet',
  configured: 'Ready to train',
  queued: 'Waiting for a worker',
  training: 'Training',
  trained: 'Trained',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const stateWords = (state: string) => (STATE_WORDS as Record<string, string>)[state] ?? state
