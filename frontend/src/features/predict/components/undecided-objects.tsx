import { Button } from '@mantine/core'
import type { PredictForm } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { messageOf } from '@/lib/messages'
import { readOnlyReason } from '@/lib/share-token'
import { useStartBatch } from '../api/start-batch'
import { BatchView } from './batch-view'

interface Props {
  form: PredictForm
  predictionId: string | null
  dossierOf?: ((object: string) => string) | null
  onStarted: (predictionId: string) => void
}

/** The work list: objects that the catalogue has not decided, the likeliest first. */
export function UndecidedObjects({ form, predictionId, dossierOf = null, onStarted }: Props) {
  const start = useStartBatch(form.session_id)
  const readOnly = readOnlyReason(form.session_id)
  return (
    <Panel
      title="Undecided objects, ranked"
      hint="The catalogue has not decided on these, and the model has not learned from them. The likeliest stand first: a work list for follow-up."
      actions={
        <Button
          loading={start.isPending}
          disabled={!!readOnly}
          variant={predictionId ? 'default' : 'filled'}
          onClick={() => start.mutate(null, { onSuccess: onStarted })}
        >
          {predictionId ? 'Rank again' : 'Rank them'}
        </Button>
      }
    >
      {readOnly && <p className="small dim">{readOnly}</p>}
      {start.error && (
        <Notice tone="bad" title="The ranking was not started" live>
          <p>{messageOf(start.error)}</p>
        </Notice>
      )}
      {predictionId ? (
        <BatchView
          key={predictionId}
          sessionId={form.session_id}
          predictionId={predictionId}
          classes={form.classes}
          canExplain={!readOnly}
          dossierOf={dossierOf}
        />
      ) : (
        <p className="dim">Nothing has been ranked yet.</p>
      )}
    </Panel>
  )
}
