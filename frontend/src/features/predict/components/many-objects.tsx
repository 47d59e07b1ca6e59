import { Button } from '@mantine/core'
import type { PredictForm } from '@/client/wire'
import { FileDrop } from '@/components/ui/file-drop'
import { Notice } from '@/components/ui/notice'
import { OwnersOnly } from '@/components/ui/owners-only'
import { Panel } from '@/components/ui/panel'
import { formatBytes } from '@/lib/files'
import { messageOf } from '@/lib/messages'
import { templateDownload } from '../api/get-batch'
import { useStartBatch } from '../api/start-batch'
import { BatchView } from './batch-view'

interface Props {
  form: PredictForm
  predictionId: string | null
  onStarted: (predictionId: string) => void
}

export function ManyObjects({ form, predictionId, onStarted }: Props) {
  const start = useStartBatch(form.session_id)
  const file = start.variables
  return (
    <div className="stack-wide">
      <Panel
        title="A table of objects"
        hint="It needs the model's columns under their own names; further columns are kept beside the answers."
        actions={
          <Button component="a" href={templateDownload(form.session_id)} variant="default" download>
            Download a template (CSV)
          </Button>
        }
      >
        <OwnersOnly sessionId={form.session_id}>
          <FileDrop
            label="Drop a table here"
            hint="CSV, also gzipped, or Parquet."
            isBusy={start.isPending}
            busyText={file ? `Sending ${file.name} (${formatBytes(file.size)})…` : ''}
            onFile={(chosen) => start.mutate(chosen, { onSuccess: onStarted })}
          />
        </OwnersOnly>
        {start.error && (
          <Notice tone="bad" title={`${file?.name ?? 'The file'} was not accepted`} live>
            <p>{messageOf(start.error)}</p>
          </Notice>
        )}
      </Panel>
      {predictionId && (
        <Panel title="Answers">
          <BatchView
            key={predictionId}
            sessionId={form.session_id}
            predictionId={predictionId}
            classes={form.classes}
            canExplain={false}
          />
        </Panel>
      )}
    </div>
  )
}
