import { Button } from '@mantine/core'
import { Link, useParams, useSearchParams } from 'react-router'
import { PageHead } from '@/components/ui/page-head'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useComparison } from '@/features/compare/api/get-comparison'
import { ComparisonView } from '@/features/compare/components/comparison-view'
import { RunChooser } from '@/features/compare/components/run-chooser'
import { useSessions } from '@/features/sessions/api/list-sessions'
import { ownSessionIds } from '@/lib/own-sessions'
import { formatMoment } from '@/lib/time'

/** This run beside another; which one stands in the address. */
export function Component() {
  const id = useParams().id!
  const [search, setSearch] = useSearchParams()
  const other = search.get('with')
  const query = useComparison(id, other)
  const runs = (useSessions(ownSessionIds()).data ?? [])
    .filter(({ session_id, state }) => session_id !== id && state === 'trained')
    .map((own) => ({
      id: own.session_id,
      title: own.name || [own.model, own.dataset, formatMoment(own.created_at)].filter(Boolean).join(', '),
    }))
  return (
    <div className="stack-wide">
      <PageHead title="Compare two runs">
        <p>Only runs that were judged on the same objects in the same folds can be compared.</p>
      </PageHead>
      <div>
        <Button component={Link} to={to.result(id)} variant="default">
          Back to the result
        </Button>
      </div>
      <Panel title="With which run?">
        <RunChooser runs={runs} chosen={other} onChoose={(next) => setSearch({ with: next })} />
      </Panel>
      {other && (
        <Panel title="What differs, and what it is worth">
          <QueryView query={query} what="the comparison" height={420}>
            {(comparison) => <ComparisonView comparison={comparison} />}
          </QueryView>
        </Panel>
      )}
    </div>
  )
}
