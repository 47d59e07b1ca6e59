import { Button } from '@mantine/core'
import type { ResultSummary } from '@/client/wire'

/** The bundle and the report, where the run has them; plain links, so the browser streams them to disk. */
export function TakeHome({ artifacts: { bundle, report } }: Pick<ResultSummary, 'artifacts'>) {
  if (!bundle && !report) return <p className="dim">This run left no files to take home.</p>
  return (
    <div className="stack-tight">
      {bundle && (
        <p>
          The bundle holds the model in a pickle-free form (ONNX) with a model card, examples, and scripts that predict,
          check the recorded answers and train again. Packing it takes some seconds when it is first asked for.
        </p>
      )}
      <div className="row">
        {bundle && (
          <Button component="a" href={bundle} download>
            Download the model bundle
          </Button>
        )}
        {report && (
          <Button component="a" href={report} variant="default" target="_blank" rel="noreferrer">
            Open the report (HTML)
          </Button>
        )}
      </div>
    </div>
  )
}
