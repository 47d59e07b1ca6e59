import { Select } from '@mantine/core'
import { Link } from 'react-router'
import type { DataSourceChoice, Dataset, TaskName } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { to } from '@/config/paths'
import { countOf } from '@/lib/format'
import { formatDay } from '@/lib/time'
import { ChoiceCard, ChoiceGroup } from './choice-card'

interface Props {
  dataset: Dataset
  source: DataSourceChoice
  onChange: (source: DataSourceChoice) => void
}

/** What is asked of the chosen catalogue, and of which of its snapshots. */
export function CatalogueQuestion({ dataset, source, onChange }: Props) {
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
      <SnapshotChoice dataset={dataset} source={source} onChange={onChange} />
    </Panel>
  )
}

function SnapshotChoice({ dataset, source, onChange }: Props) {
  const { snapshots } = dataset
  const id = source.snapshot ?? snapshots[0]?.id ?? null
  const chosen = snapshots.find((snapshot) => snapshot.id === id)
  const held = snapshots.map((one) => ({
    value: one.id,
    label: `${formatDay(one.date)}, ${countOf(one.rows, 'row')} (${one.id})`,
  }))
  // An extension is private: it is not listed, and known to who has its id.
  const options = id && !chosen ? [{ value: id, label: `Your own version (${id})` }, ...held] : held
  return (
    <div className="stack-tight">
      <Select
        label="Snapshot"
        description="A dated copy of the table; the date and checksum are kept with the result."
        data={options}
        value={id}
        onChange={(snapshot) => onChange({ ...source, snapshot })}
        allowDeselect={false}
        maw="34rem"
      />
      {chosen && <p className="small dim">{chosen.source}</p>}
      <p className="small">
        <Link to={to.dataset(dataset.name, id ? { snapshot: id } : {})}>
          Look into this catalogue: its columns, leaks, sources and changes
        </Link>
      </p>
    </div>
  )
}
