import { Tabs } from '@mantine/core'
import { useSearchParams } from 'react-router'
import type { ResultSummary } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { Splits } from '@/features/result/components/splits'
import { TuningReport } from '@/features/result/components/tuning-report'
import { LearningCurvePanel } from '@/features/studies/components/learning-curve-panel'
import { TransferPanel } from '@/features/studies/components/transfer-panel'
import { WhyPanel } from '@/features/studies/components/why/why-panel'
import { Overview } from './overview'
import { Prospective } from './prospective'
import { WhereToTrust } from './where-to-trust'

const TABS = {
  overview: 'Overview',
  why: 'Why',
  trust: 'Where to trust it',
  tuning: 'Tuning',
  future: 'The future',
  more: 'More data?',
  missions: 'Missions',
} as const
type Tab = keyof typeof TABS
const names = Object.keys(TABS) as Tab[]

/** The result in parts; which one is open stands in the address. */
export function ResultView({ result }: { result: ResultSummary }) {
  const [search, setSearch] = useSearchParams()
  const tab = names.find((name) => name === search.get('tab')) ?? 'overview'
  const id = result.session_id
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(name) => setSearch(name && name !== 'overview' ? { tab: name } : {}, { preventScrollReset: true })}
    >
      <Tabs.List mb="lg" aria-label="Parts of the result">
        {names.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {TABS[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Overview result={result} />
      </Tabs.Panel>
      <Tabs.Panel value="why">
        <Panel title="Why it answers so" hint="What the models go by, measured on stars that they had not seen.">
          <WhyPanel sessionId={id} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="trust">
        <WhereToTrust result={result} />
      </Tabs.Panel>
      <Tabs.Panel value="tuning">
        <Panel title="Tuning" hint="What was searched for, what it promised, and what held-out stars say.">
          <TuningReport sessionId={id} />
        </Panel>
        <div style={{ height: 'var(--space-5)' }} />
        <Panel title="The split" hint="Frozen with the run: another run can be judged in the same folds.">
          <Splits sessionId={id} classes={result.classes} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="future">
        <Prospective result={result} />
      </Tabs.Panel>
      <Tabs.Panel value="more">
        <Panel title="Would more data help?" hint="The same model with fewer stars, judged on the same objects.">
          <LearningCurvePanel sessionId={id} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="missions">
        <Panel title="Across missions" hint="What is learned on one telescope is not all true on another.">
          <TransferPanel sessionId={id} />
        </Panel>
      </Tabs.Panel>
    </Tabs>
  )
}
