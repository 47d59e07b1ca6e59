import { Link } from 'react-router'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useDossier } from '@/features/dossier/api/get-dossier'
import { usePlanet } from '@/features/dossier/api/get-planet'
import { AssessmentView } from '@/features/dossier/components/assessment-view'

const CONFIRMED = 'planets'

/** Where a named planet or object stands. */
export function NamedPlanet({ named }: { named: { dataset: string; object: string } }) {
  const isConfirmed = named.dataset === CONFIRMED
  const dossier = useDossier(isConfirmed ? null : named)
  const planet = usePlanet(isConfirmed ? named.object : null)
  const what = `the numbers of ${named.object}`
  return (
    <Panel title={named.object}>
      <div className="stack">
        {isConfirmed ? (
          <QueryView query={planet} what={what} height={420}>
            {(found) => <AssessmentView assessment={found.assessment} />}
          </QueryView>
        ) : (
          <QueryView query={dossier} what={what} height={420}>
            {(found) => <AssessmentView assessment={found.dossier.habitability} />}
          </QueryView>
        )}
        <p>
          <Link to={to.dossier(named.dataset, named.object)}>Everything about {named.object}</Link>
        </p>
      </div>
    </Panel>
  )
}
