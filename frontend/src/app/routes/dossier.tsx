import { Button } from '@mantine/core'
import { Link, useParams, useSearchParams } from 'react-router'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useDossier } from '@/features/dossier/api/get-dossier'
import { DossierView } from '@/features/dossier/components/dossier-view'

/** One object of a catalogue; with a session in the address, the way to that model's answer. */
export function Component() {
  const { name = '', object = '' } = useParams()
  const [search] = useSearchParams()
  const snapshot = search.get('snapshot')
  const session = search.get('session')
  const query = useDossier({ dataset: name, object, snapshot })
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
        {session && (
          <Button component={Link} to={to.predict(session, { object, predict: '1' })}>
            What the model says
          </Button>
        )}
        <Button component={Link} to={to.dataset(name, snapshot ? { snapshot } : {})} variant="default">
          To the catalogue
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          Print on one page
        </Button>
      </div>
      <QueryView query={query} what={`the dossier of ${object}`} height={600}>
        {(dossier) => <DossierView of={dossier} />}
      </QueryView>
    </div>
  )
}
