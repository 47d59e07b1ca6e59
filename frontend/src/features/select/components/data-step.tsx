import { Select } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { DataSourceChoice, Dataset, Selection, TaskName, Upload } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { countOf } from '@/lib/format'
import { formatDay } from '@/lib/time'
import { ChoiceCard, ChoiceGroup } from './choice-card'
import { StepFooter } from './step-footer'

interface Props {
  selection: Selection
  datasets: Dataset[]
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

export function DataStep({ selection, datasets, upload, preview, isBusy, error, onSave }: Props) {
  const [source, setSource] = useState<DataSourceChoice | null>(
    selection.effective.data_source ?? selection.selection.data_source,
  )
  const chosen = source?.data_source === 'nasa' ? datasets.find(({ name }) => name === source.dataset) : undefined
  return (
    <div className="stack-wide">
      <Panel title="Which objects shall it learn from?">
        <ChoiceGroup legend="A catalogue">
          {datasets.map((dataset) => (
            <ChoiceCard
              key={dataset.name}
              name="dataset"
              value={dataset.name}
              title={dataset.title}
              isChecked={dataset === chosen}
              onChoose={() => setSource(firstChoice(dataset))}
            >
              {dataset.snapshots[0] &&
                `${countOf(dataset.snapshots[0].rows, 'row')}, ${formatDay(dataset.snapshots[0].date)}. `}
              {dataset.description}
            </ChoiceCard>
          ))}
        </ChoiceGroup>
        {upload((read) => setSource({ data_source: 'upload', upload_id: read.upload_id }))}
      </Panel>
      {chosen && source && <Question dataset={chosen} source={source} onChange={setSource} />}
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

interface QuestionProps {
  dataset: Dataset
  source: DataSourceChoice
  onChange: (source: DataSourceChoice) => void
}

function Question({ dataset, source, onChange }: QuestionProps) {
  const task = source.task ?? dataset.tasks[0]?.name
  return (
    <Panel title="What shall it tell apart?">
      <ChoiceGroup legend="Task">
        {dataset.tasks.map((option) => (
          <ChoiceCard
            key={option.name}
            name="task"
            value={option.name}
            title={option.title}
            isChecked={option.name === task}
            onChoose={() => onChange({ ...source, task: option.name as TaskName })}
          >
            Classes: {option.classes.join(', ').toLowerCase()}
            {option.undecided ? `. ${countOf(option.undecided, 'undecided object')} stay aside to be ranked.` : '.'}
          </ChoiceCard>
        ))}
      </ChoiceGroup>
      <Select
        label="Snapshot"
        description="A dated copy of the table; the date and checksum are kept with the result."
        data={dataset.snapshots.map(({ id, date, rows }) => ({
          value: id,
          label: `${formatDay(date)}, ${countOf(rows, 'row')}`,
        }))}
        value={source.snapshot ?? dataset.snapshots[0]?.id ?? null}
        onChange={(snapshot) => onChange({ ...source, snapshot })}
        allowDeselect={false}
        maw="26rem"
      />
    </Panel>
  )
}
