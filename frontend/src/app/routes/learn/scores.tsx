import { Panel } from '@/components/ui/panel'
import { useRegistry } from '@/features/registry/api/get-registry'
import { ScoreList } from '@/features/learn/components/score-list'
import { LearnPage } from './learn-page'

export function Component() {
  const model = useRegistry().data?.find(({ promoted }) => promoted)
  const example = model?.promoted ? { title: model.name, metrics: model.promoted.metrics } : undefined
  return (
    <LearnPage
      page="scores"
      lead="No single number says how good a model is. These are the ones shown here, each from held-out stars and with a 95 % interval."
    >
      <Panel
        title="Scores"
        hint={example ? `The last column is what the model “${example.title}” scores today.` : undefined}
      >
        <ScoreList example={example} />
      </Panel>
    </LearnPage>
  )
}
