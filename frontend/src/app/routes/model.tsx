import { Button } from '@mantine/core'
import { Link, useParams, useSearchParams } from 'react-router'
import { Notice } from '@/components/ui/notice'
import { PageHead } from '@/components/ui/page-head'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useRegistry } from '@/features/registry/api/get-registry'
import { History } from '@/features/registry/components/history'
import { ModelCard } from '@/features/registry/components/model-card'
import { VersionTable } from '@/features/registry/components/version-table'
import { VersionsComparedView } from '@/features/registry/components/versions-compared'
import { Try } from './models/try'

/** One named model: its versions, what serves, and what it answers. Which version is compared stands in the address. */
export function Component() {
  const name = useParams().name!
  const [search, setSearch] = useSearchParams()
  const query = useRegistry()
  const other = Number(search.get('with')) || null
  return (
    <div className="stack-wide">
      <PageHead title={name} windowTitle={`Model ${name}`} />
      <div>
        <Button component={Link} to={to.models()} variant="default">
          All models
        </Button>
      </div>
      <QueryView query={query} what="the model" height={420}>
        {(models) => {
          const model = models.find((one) => one.name === name)
          if (!model || model.versions.length === 0)
            return (
              <Notice tone="warn" title={`There is no model ${name} yet`}>
                <p>It may still be trained, or the link may be old.</p>
              </Notice>
            )
          return (
            <>
              <Panel title="Versions" hint="A version is a copy of a run. One of them serves.">
                <VersionTable
                  model={model}
                  other={other}
                  onCompare={(next) => setSearch(next ? { with: String(next) } : {}, { preventScrollReset: true })}
                />
              </Panel>
              {other && model.version && (
                <Panel title="Side by side">
                  <VersionsComparedView name={name} version={model.version} other={other} />
                </Panel>
              )}
              {model.promoted && (
                <Panel title="Try it" hint="What you do not know, leave empty.">
                  <Try key={model.promoted.version} model={model.promoted} />
                </Panel>
              )}
              {model.version && (
                <Panel title="Model card" hint={`Of version ${model.version}, which serves.`}>
                  <ModelCard name={name} version={model.version} />
                </Panel>
              )}
              <Panel title="History">
                <History history={model.history} />
              </Panel>
            </>
          )
        }}
      </QueryView>
    </div>
  )
}
