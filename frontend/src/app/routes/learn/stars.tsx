import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { usePoints } from '@/features/datasets/api/get-points'
import { StarFolds } from '@/features/learn/components/star-folds'
import { LearnPage } from './learn-page'

export function Component() {
  const query = usePoints('kepler')
  return (
    <LearnPage
      page="stars"
      lead="A model must be judged on what it has not seen. For planets that means: on stars it has not seen."
    >
      <Panel
        title="Deal the Kepler objects into folds"
        hint="Real objects of the newest Kepler table, dealt in your browser."
      >
        <QueryView query={query} what="the objects" height={420}>
          {({ points }) => <StarFolds points={points} />}
        </QueryView>
      </Panel>
      <Panel title="What follows from it">
        <ul>
          <li>Every score here comes from stars that the model never met, unless you switch that off in Evaluation.</li>
          <li>
            Everything that is fitted (filling gaps, choosing columns, calibration) is fitted inside the training stars
            of a fold.
          </li>
          <li>Intervals are drawn by star as well: objects of one star are not independent witnesses.</li>
        </ul>
      </Panel>
    </LearnPage>
  )
}
