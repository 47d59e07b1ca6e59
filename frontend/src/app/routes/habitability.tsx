import { Link, useSearchParams } from 'react-router'
import { PageHead } from '@/components/ui/page-head'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { useAssessment, type Numbers } from '@/features/dossier/api/assess'
import { usePlanet } from '@/features/dossier/api/get-planet'
import { useDossier } from '@/features/dossier/api/get-dossier'
import { AssessmentView } from '@/features/dossier/components/assessment-view'
import { NameForm } from '@/features/dossier/components/name-form'
import { RankingTable } from '@/features/dossier/components/ranking-table'
import { NumbersForm } from '@/features/dossier/components/numbers-form'

const CONFIRMED = 'planets'

/** Numbers in an address; whatever is none is left out. */
const numbersIn = (search: URLSearchParams): Numbers | null => {
  const pairs = [...search].map(([name, text]): [string, number] => [name, Number(text)])
  const numbers = pairs.filter(([name, value]) => name !== 'dataset' && name !== 'object' && Number.isFinite(value))
  return numbers.length > 0 ? Object.fromEntries(numbers) : null
}

/** A planet by name or by numbers: where it stands. What was asked stands in the address. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  const dataset = search.get('dataset')
  const object = search.get('object')
  const named = dataset && object ? { dataset, object } : null
  const numbers = named ? null : numbersIn(search)
  const isConfirmed = dataset === CONFIRMED
  const dossier = useDossier(isConfirmed ? null : named)
  const planet = usePlanet(isConfirmed ? object : null)
  const assessment = useAssessment(numbers)
  const datasets = useDatasets()
  return (
    <div className="stack-wide">
      <PageHead title="Habitability">
        <p>Computed from published limits, never learned. What is not known stays unknown.</p>
      </PageHead>
      <Panel title="By name" hint="A confirmed planet, or an object of a mission’s catalogue.">
        <QueryView query={datasets} what="the catalogues" height={80}>
          {(held) => (
            <NameForm
              datasets={held
                .filter(({ available }) => available)
                .map(({ name, title }) => ({ value: name, label: title }))}
              label="Look it up"
              initial={named}
              onFind={(found) => setSearch(found)}
            />
          )}
        </QueryView>
      </Panel>
      {named && (
        <Panel title={named.object}>
          {isConfirmed ? (
            <QueryView query={planet} what={`the numbers of ${named.object}`} height={420}>
              {(found) => <AssessmentView assessment={found.assessment} />}
            </QueryView>
          ) : (
            <QueryView query={dossier} what={`the numbers of ${named.object}`} height={420}>
              {(found) => (
                <div className="stack">
                  <AssessmentView assessment={found.dossier.habitability} />
                  <p>
                    <Link to={to.dossier(named.dataset, named.object)}>Everything about {named.object}</Link>
                  </p>
                </div>
              )}
            </QueryView>
          )}
        </Panel>
      )}
      <Panel title="By numbers" hint="Leave empty what is not known: the answer says what is missing.">
        <NumbersForm
          isBusy={assessment.isFetching}
          onAssess={(next) =>
            setSearch(Object.fromEntries(Object.entries(next).map(([name, value]) => [name, String(value)])))
          }
        />
      </Panel>
      {numbers && (
        <Panel title="This planet">
          <QueryView query={assessment} what="the assessment" height={420}>
            {(found) => <AssessmentView assessment={found} />}
          </QueryView>
        </Panel>
      )}
      <Panel
        title="All confirmed planets"
        hint="Ranked by how probably they are habitable under the catalogued errors."
      >
        <RankingTable />
      </Panel>
    </div>
  )
}
