import { Link } from 'react-router'
import type { SessionSummary } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { formatPercentEstimate, formatEstimate, NOTHING } from '@/lib/format'
import { metricTitle } from '@/lib/metrics'
import { useOwnSessionIds } from '@/lib/own-sessions'
import { isWorking, stateWords } from '@/lib/session-state'
import { formatMoment } from '@/lib/time'
import { useSessions } from '../api/list-sessions'
import { DeleteSession } from './delete-session'

/** Where a session is best taken up again. */
const nextScreen = ({ session_id, state }: SessionSummary) =>
  state === 'trained'
    ? to.result(session_id)
    : isWorking(state) || state === 'failed'
      ? to.training(session_id)
      : to.select(session_id)

function headline({ headline: score }: SessionSummary) {
  if (!score || score.value == null) return NOTHING
  const shown = score.metric === 'accuracy' ? formatPercentEstimate(score) : formatEstimate(score)
  return `${shown} ${metricTitle(score.metric).toLowerCase()}${score.leaky ? ', leaky' : ''}`
}

const columns: TableColumn<SessionSummary>[] = [
  {
    key: 'name',
    title: 'Session',
    isRowHeader: true,
    render: (session) => (
      <Link to={nextScreen(session)}>{session.name || `Session of ${formatMoment(session.created_at)}`}</Link>
    ),
  },
  { key: 'state', title: 'State', render: (session) => stateWords(session.state) },
  { key: 'dataset', title: 'Data', render: (session) => session.dataset ?? NOTHING },
  { key: 'model', title: 'Model', render: (session) => session.model ?? NOTHING },
  { key: 'score', title: 'Held-out score', isNumber: true, render: headline },
]

const none = (
  <p className="dim">
    None yet. Sessions you start here are listed with their state and score; each also has a link of its own that you
    can keep.
  </p>
)

export function OwnSessions() {
  const ids = useOwnSessionIds()
  const query = useSessions(ids)
  if (ids.length === 0) return none
  const actions: TableColumn<SessionSummary> = {
    key: 'actions',
    title: <span className="visually-hidden">Actions</span>,
    render: (session) => <DeleteSession session={session} />,
  }
  return (
    <QueryView
      query={query}
      what="your sessions"
      height={120}
      isEmpty={(sessions) => sessions.length === 0}
      empty={none}
    >
      {(sessions) => (
        <DataTable
          caption="Sessions started in this browser"
          isCaptionHidden
          columns={[...columns, actions]}
          rows={sessions}
          rowKey={(session) => session.session_id}
          maxHeight="24rem"
        />
      )}
    </QueryView>
  )
}
