import { useSessions } from '@/features/sessions/api/list-sessions'
import { useOwnSessionIds } from '@/lib/own-sessions'
import { formatMoment } from '@/lib/time'

/** Trained runs of this browser, by their session. */
export function useOwnRuns() {
  const sessions = useSessions(useOwnSessionIds()).data ?? []
  return sessions
    .filter(({ state }) => state === 'trained')
    .map(({ session_id, name, model, dataset, created_at }) => ({
      value: session_id,
      label: [name, model, dataset, formatMoment(created_at)].filter(Boolean).join(', '),
    }))
}
