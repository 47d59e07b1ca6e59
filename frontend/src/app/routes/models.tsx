import { useNavigate } from 'react-router'
import { PageHead } from '@/components/ui/page-head'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useRegistry } from '@/features/registry/api/get-registry'
import { ModelList } from '@/features/registry/components/model-list'
import { PromoteRun } from '@/features/registry/components/promote-run'
import { OwnRuns } from './models/own-runs'
import { useOwnRuns } from './models/use-own-runs'

export function Component() {
  const navigate = useNavigate()
  const query = useRegistry()
  const runs = useOwnRuns()
  return (
    <div className="stack-wide">
      <PageHead title="Models">
        <p>
          Your runs, and models with a name: the promoted version of each answers anybody, without a session and at
          once.
        </p>
      </PageHead>
      <Panel title="Your runs" hint="Everything trained in this browser, side by side.">
        <OwnRuns />
      </Panel>
      <Panel title="Named models">
        <QueryView
          query={query}
          what="the models"
          height={240}
          isEmpty={(models) => models.length === 0}
          empty={<p className="dim">No model has a name yet. Train one, then promote it below.</p>}
        >
          {(models) => <ModelList models={models} />}
        </QueryView>
      </Panel>
      <Panel title="Promote a run of your own">
        <PromoteRun runs={runs} onPromoted={(name) => void navigate(to.model(name))} />
      </Panel>
    </div>
  )
}
