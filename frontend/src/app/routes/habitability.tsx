import { Tabs } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { PageHead } from '@/components/ui/page-head'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { useAssessment, type Numbers } from '@/features/dossier/api/assess'
import { AssessmentView } from '@/features/dossier/components/assessment-view'
import { NumbersForm } from '@/features/dossier/components/numbers-form'
import { OwnPlanets } from '@/features/dossier/components/own-planets'
import { RankingTable } from '@/features/dossier/components/ranking-table'
import { ByName } from './habitability/by-name'
import { NamedPlanet } from './habitability/named-planet'

const NOT_NUMBERS = ['dataset', 'object', 'by']

/** Numbers in an address; whatever is none is left out. */
const numbersIn = (search: URLSearchParams): Numbers | null => {
  const pairs = [...search].map(([name, text]): [string, number] => [name, Number(text)])
  const numbers = pairs.filter(([name, value]) => !NOT_NUMBERS.includes(name) && Number.isFinite(value))
  return numbers.length > 0 ? Object.fromEntries(numbers) : null
}

const WAYS = { name: 'By name', numbers: 'By numbers', table: 'By table' } as const
type Way = keyof typeof WAYS
const ways = Object.keys(WAYS) as Way[]

/** A planet by name or by numbers, or a table of them: where they stand. What was asked stands in the address. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  const dataset = search.get('dataset')
  const object = search.get('object')
  const named = dataset && object ? { dataset, object } : null
  const numbers = named ? null : numbersIn(search)
  const assessment = useAssessment(numbers)
  const way = ways.find((name) => name === search.get('by')) ?? (numbers ? 'numbers' : 'name')
  const ask = (asked: Record<string, string>) => setSearch(asked, { preventScrollReset: true })
  return (
    <div className="stack-wide">
      <PageHead title="Habitability">
        <p>Computed from published limits, never learned. What is not known stays unknown.</p>
      </PageHead>
      <Panel title="Which planet?" hint="What is not known may be left out: the answer says what is missing.">
        <Tabs value={way} onChange={(name) => ask(name && name !== 'name' ? { by: name } : {})} keepMounted={false}>
          <Tabs.List mb="md" aria-label="Ways to ask">
            {ways.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {WAYS[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="name">
            <ByName named={named} onFind={ask} />
          </Tabs.Panel>
          <Tabs.Panel value="numbers">
            <NumbersForm
              isBusy={assessment.isFetching}
              onAssess={(next) =>
                ask(Object.fromEntries(Object.entries(next).map(([name, value]) => [name, String(value)])))
              }
            />
          </Tabs.Panel>
          <Tabs.Panel value="table">
            <OwnPlanets />
          </Tabs.Panel>
        </Tabs>
      </Panel>
      {named && <NamedPlanet named={named} />}
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
