import { Button } from '@mantine/core'
import { Link, useParams, useSearchParams } from 'react-router'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { PeriodRadiusPlane } from '@/features/datasets/components/period-radius-plane'
import { useDossier, type ModelAsked } from '@/features/dossier/api/get-dossier'
import { DossierView } from '@/features/dossier/components/dossier-view'
import { ModelAnswer } from './dossier/model-answer'

/** The model in the address: that of a session, or a promoted one. */
function askedIn(search: URLSearchParams): ModelAsked | null {
  const [session, model] = [search.get('session'), search.get('model')]
  return session ? { session } : model ? { model } : null
}

/** One object of a catalogue with what a model makes of it; which model stands in the address. */
export function Component() {
  const { name = '', object = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const snapshot = search.get('snapshot')
  const asked = { dataset: name, object, snapshot }
  const query = useDossier(asked)
  return (
    <div className="stack-wide">
      <PageHead title={object}>
        {query.data && (
          <p>
            {query.data.label ? `The catalogue says: ${query.data.label.toLowerCase()}. ` : ''}Star{' '}
            {query.data.host || 'unknown'}; snapshot {query.data.snapshot}.
          </p>
        )}
      </PageHead>
      <div className="row" data-screen-only>
        <Button component={Link} to={to.dataset(name, snapshot ? { snapshot } : {})} variant="default">
          To the catalogue
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          Print on one page
        </Button>
      </div>
      <QueryView query={query} what={`the dossier of ${object}`} height={600}>
        {(dossier) => (
          <DossierView
            of={dossier}
            plane={<PeriodRadiusPlane dataset={name} snapshot={snapshot} level={3} highlight={dossier.object} />}
            answer={
              <ModelAnswer
                object={asked}
                asked={askedIn(search)}
                onAsk={(model) =>
                  setSearch(
                    { ...(snapshot ? { snapshot } : {}), ...model },
                    { replace: true, preventScrollReset: true },
                  )
                }
              />
            }
          />
        )}
      </QueryView>
    </div>
  )
}
