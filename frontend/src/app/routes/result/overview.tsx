import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { ResultSummary } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { to } from '@/config/paths'
import { HonestyCard } from '@/features/result/components/honesty-card'
import { ImportanceBars } from '@/features/result/components/importance-bars'
import { ClassTable, MetricTable } from '@/features/result/components/metric-table'
import { ThresholdStudio } from '@/features/result/components/threshold-studio'
import { TakeHome } from '@/features/result/components/take-home'
import { Verdict } from '@/features/result/components/verdict'
import { Confusion } from './confusion'

/** The verdict and what it rests on. */
export function Overview({ result }: { result: ResultSummary }) {
  const id = result.session_id
  return (
    <div className="stack-wide">
      <Panel
        title="Verdict"
        actions={
          <div className="row">
            <Button component={Link} to={to.compare(id)} variant="default">
              Compare with another run
            </Button>
            <Button component={Link} to={to.predict(id)}>
              Predict with it
            </Button>
          </div>
        }
      >
        <Verdict result={result} />
      </Panel>
      <Panel title="Right and wrong">
        <Confusion result={result} />
      </Panel>
      <Panel title="What matters" hint="How far each column moves the verdict, on average.">
        <ImportanceBars sessionId={id} />
      </Panel>
      <Panel title="A threshold for your purpose" hint="0.5 serves nobody in particular. Say what the list is for.">
        <ThresholdStudio {...result} />
      </Panel>
      <Panel title="Scores">
        <MetricTable result={result} />
        <ClassTable result={result} />
      </Panel>
      <Panel title="Take it home" hint="The model as files that need nothing of this platform.">
        <TakeHome artifacts={result.artifacts} />
      </Panel>
      <Panel
        title="Honesty card"
        hint="All that is needed to trust these numbers, or to get them again."
        actions={
          <Button component="a" href={result.artifacts.out_of_fold} variant="default" download>
            Held-out predictions (CSV)
          </Button>
        }
      >
        <HonestyCard result={result} />
      </Panel>
    </div>
  )
}
