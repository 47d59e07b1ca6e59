import { Select } from '@mantine/core'
import type { Dataset } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import type { FieldProblems } from '@/lib/field-problems'
import { countOf } from '@/lib/format'
import { formatDay } from '@/lib/time'

interface Props {
  datasets: Dataset[]
  dataset: string | null
  snapshot: string | null
  problems: FieldProblems
  onChange: (dataset: string | null, snapshot: string | null) => void
}

/** Which catalogue the rows are to extend, as of which day. */
export function CatalogueChoice({ datasets, dataset, snapshot, problems, onChange }: Props) {
  const chosen = datasets.find(({ name }) => name === dataset)
  return (
    <Panel
      title="Which catalogue?"
      hint="The catalogue itself stays as it is: your rows make a version of it that only you can see."
    >
      <div className="row" style={{ alignItems: 'start' }}>
        <Select
          label="Catalogue"
          placeholder="Choose one"
          data={datasets.map(({ name, title }) => ({ value: name, label: title }))}
          value={dataset}
          onChange={(name) => onChange(name, null)}
          error={problems.name ?? problems.dataset}
          allowDeselect={false}
          style={{ flex: '1 1 16rem' }}
        />
        <Select
          label="Snapshot"
          data={(chosen?.snapshots ?? []).map(({ id, date, rows }) => ({
            value: id,
            label: `${formatDay(date)}, ${countOf(rows, 'row')}`,
          }))}
          value={snapshot ?? chosen?.snapshots[0]?.id ?? null}
          onChange={(id) => onChange(dataset, id)}
          error={problems.snapshot}
          disabled={!chosen}
          allowDeselect={false}
          style={{ flex: '1 1 16rem' }}
        />
      </div>
    </Panel>
  )
}
