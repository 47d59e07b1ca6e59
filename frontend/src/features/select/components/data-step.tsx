import { Fragment, useState, type ReactNode } from 'react'
import type { DataSourceChoice, Dataset, Selection, TaskName, Upload } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { countOf } from '@/lib/format'
import { formatDay } from '@/lib/time'
import { ChoiceCard, ChoiceGroup } from './choice-card'
import { CatalogueQuestion } from './catalogue-question'
import { StepFooter } from './step-footer'

interface Props {
  selection: Selection
  datasets: Dataset[]
  /** How many rows each class of a catalogue has. */
  balance: (dataset: Dataset) => ReactNode
  /** How a catalogue is fetched that is not held yet, or how far that is. */
  fetching: (dataset: Dataset) => ReactNode
  /** The part that takes a file; it reports what was read. */
  upload: (onUploaded: (upload: Upload) => void) => ReactNode
  preview: (source: DataSourceChoice) => ReactNode
  isBusy: boolean
  error: unknown
  onSave: (choice: DataSourceChoice) => void
}

const firstChoice = (dataset: Dataset): DataSourceChoice => ({
  data_source: 'nasa',
  dataset: dataset.name,
  task: dataset.tasks[0]?.name as TaskName,
})

export function DataStep({ selection, datasets, balance, fetching, upload, preview, isBusy, error, onSave }: Props) {
  const [source, setSource] = useState<DataSourceChoice | null>(
    selection.effective.data_source ?? selection.selection.data_source,
  )
  const chosen = source?.data_source === 'nasa' ? datasets.find(({ name }) => name === source.dataset) : undefined
  return (
    <div className="stack-wide">
      <Panel title="Which objects shall it learn from?">
        <ChoiceGroup legend="A catalogue">
          {datasets
            .filter(({ available }) => available)
            .map((dataset) => (
              <ChoiceCard
                key={dataset.name}
                name="dataset"
                value={dataset.name}
                title={dataset.title}
                isChecked={dataset === chosen}
                onChoose={() => setSource(firstChoice(dataset))}
              >
                <div className="stack-tight">
                  <p>
                    {dataset.snapshots[0] &&
                      `${countOf(dataset.snapshots[0].rows, 'row')}, ${formatDay(dataset.snapshots[0].date)}. `}
                    {dataset.description}
                  </p>
                  {balance(dataset)}
                </div>
              </ChoiceCard>
            ))}
        </ChoiceGroup>
        {datasets.map((dataset) => (
          <Fragment key={dataset.name}>{fetching(dataset)}</Fragment>
        ))}
        {upload((read) => setSource({ data_source: 'upload', upload_id: read.upload_id }))}
      </Panel>
      {chosen && source && <CatalogueQuestion dataset={chosen} source={source} onChange={setSource} />}
      {source && preview(source)}
      <StepFooter
        sessionId={selection.session_id}
        step="data"
        isBusy={isBusy}
        error={error}
        blockedBecause={source ? null : 'Choose a catalogue or add a file first.'}
        onSave={() => source && onSave(source)}
      />
    </div>
  )
}
