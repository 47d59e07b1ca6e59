import { QueryView } from '@/components/ui/query-view'
import { useSessions } from '@/features/sessions/api/list-sessions'
import { RunTable } from '@/features/sessions/components/run-table'
import { useOwnSessionIds } from '@/lib/own-sessions'

const none = <p className="dim">Nothing has been trained in this browser yet. Press Start on Home.</p>

/** Trained sessions of this browser as a table of runs. */
export function OwnRuns() {
  const ids = useOwnSessionIds()
  const query = useSessions(ids)
  if (ids.length === 0) return none
  return (
    <QueryView query={query} what="your runs" height={200}>
      {(sessions) => {
        const runs = sessions.filter(({ run_id, headline }) => run_id !== null && headline !== null)
        return runs.length === 0 ? none : <RunTable runs={runs} />
      }}
    </QueryView>
  )
}
