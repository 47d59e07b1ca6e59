import { Button, Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useAnswered, type ModelAsked, type ObjectAsked } from '@/features/dossier/api/get-dossier'
import { ModelChoice } from '@/features/dossier/components/model-choice'
import { JudgedObject } from '@/features/predict/components/judged-object'
import { RegistryAnswerView } from '@/features/registry/components/registry-answer'
import { useModels } from './use-models'

interface Props {
  object: ObjectAsked
  /** The model in the address; the first there is otherwise. */
  asked: ModelAsked | null
  onAsk: (asked: ModelAsked) => void
}

/** What a model makes of the object, and why. */
export function ModelAnswer({ object, asked, onAsk }: Props) {
  const { own, promoted, isWaiting } = useModels(object.dataset, asked)
  const chosen = asked ?? own[0]?.asked ?? promoted[0]?.asked ?? null
  const query = useAnswered(object, chosen)
  const session = chosen && 'session' in chosen ? chosen.session : null
  return (
    <Panel
      title="What a model says"
      hint="Judged by the model as if nobody had decided it."
      actions={
        session && (
          <Button
            component={Link}
            to={to.predict(session, { object: object.object, predict: '1' })}
            variant="default"
            data-screen-only
          >
            What if it were different?
          </Button>
        )
      }
    >
      {!chosen && (isWaiting ? <Skeleton height={240} radius="md" /> : <NoModel />)}
      {chosen && (
        <div className="stack">
          <div className="row" data-screen-only>
            <ModelChoice sessions={own} promoted={promoted} chosen={chosen} onChoose={onAsk} />
          </div>
          <QueryView query={query} what="the model’s answer" height={360}>
            {({ prediction, registered }) => (
              <>
                {prediction && <JudgedObject prediction={prediction} />}
                {registered && <Registered answers={registered} />}
              </>
            )}
          </QueryView>
        </div>
      )}
    </Panel>
  )
}

const NoModel = () => (
  <div className="stack-tight">
    <p>No model for this catalogue was trained in this browser, and none is promoted.</p>
    <div>
      <Button component={Link} to={to.home()}>
        Train one
      </Button>
    </div>
  </div>
)

const Registered = ({ answers }: { answers: Parameters<typeof RegistryAnswerView>[0]['answers'] }) => (
  <>
    <RegistryAnswerView answers={answers} />
    <p className="small dim">
      A promoted model answers without reasons, so that it is quick. A session of your own gives contributions as well.
    </p>
  </>
)
