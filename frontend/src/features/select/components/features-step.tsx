import { Checkbox, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Column, FeaturesChoice, Selection, Upload } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { initialFeatures, isFreeFeature, isLeak, toFeaturesChoice } from '../model/feature-choice'
import { ColumnPicker } from './column-picker'
import { LockedColumns } from './locked-columns'
import { StepFooter } from './step-footer'

interface Props {
  selection: Selection
  columns: Column[]
  presets: Record<string, string[]>
  /** Columns that may be the target, for an own table only. */
  targets: Upload['target_candidates'] | null
  isBusy: boolean
  error: unknown
  onSave: (choice: FeaturesChoice) => void
}

export function FeaturesStep({ selection, columns, presets, targets, isBusy, error, onSave }: Props) {
  const saved = selection.selection.features ?? selection.effective.features
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => initialFeatures(saved, columns, presets))
  const [target, setTarget] = useState<string | null>(
    saved?.target ?? (targets?.length === 1 ? targets[0]!.name : null),
  )
  const [engineered, setEngineered] = useState(saved?.engineered ?? false)
  const [isUnlocked, setIsUnlocked] = useState(() =>
    columns.some((column) => isLeak(column) && chosen.has(column.name)),
  )
  const usable = useMemo(
    () => columns.filter(({ name, role }) => name !== target && role !== 'target'),
    [columns, target],
  )
  const count = usable.filter(({ name }) => chosen.has(name)).length

  return (
    <div className="stack-wide">
      {targets && <TargetPicker targets={targets} target={target} onTarget={setTarget} />}
      <Panel
        title="What may the model look at?"
        hint="Measured quantities only. Columns written after or because of the verdict are locked below."
      >
        <ColumnPicker
          columns={usable.filter(isFreeFeature)}
          chosen={chosen}
          presets={presets}
          isUnlocked={isUnlocked}
          onChange={setChosen}
        />
        <Checkbox
          checked={engineered}
          onChange={(event) => setEngineered(event.currentTarget.checked)}
          label="Add derived quantities"
          description="Physics computed row by row from the columns, such as stellar density and the expected transit duration."
        />
      </Panel>
      <LockedColumns
        columns={usable.filter((column) => !isFreeFeature(column))}
        chosen={chosen}
        isOpen={isUnlocked}
        onOpen={setIsUnlocked}
        onChange={setChosen}
      />
      <StepFooter
        sessionId={selection.session_id}
        step="features"
        isBusy={isBusy}
        error={error}
        blockedBecause={blockedBecause(targets !== null && !target, count)}
        onSave={() =>
          onSave(toFeaturesChoice({ chosen, columns: usable, presets, target: targets ? target : null, engineered }))
        }
      />
    </div>
  )
}

const blockedBecause = (lacksTarget: boolean, count: number) =>
  lacksTarget ? 'Say first which column holds the answer.' : count === 0 ? 'Select at least one column.' : null

interface TargetProps {
  targets: Upload['target_candidates']
  target: string | null
  onTarget: (name: string | null) => void
}

function TargetPicker({ targets, target, onTarget }: TargetProps) {
  const classes = targets.find(({ name }) => name === target)?.classes
  return (
    <Panel title="Which column holds the answer?">
      <Select
        label="Target column"
        placeholder="Choose a column"
        description="Columns with 2 to 20 different values are offered. Rows without a value are kept aside as undecided."
        data={targets.map(({ name }) => name)}
        value={target}
        onChange={onTarget}
        searchable
        nothingFoundMessage="No column of this name can be a target"
        maw="26rem"
      />
      {targets.length === 0 && (
        <p>
          No column has 2 to 20 different values, so there is nothing to learn. Add such a column and upload the table
          again.
        </p>
      )}
      {classes && <p className="small dim">Classes: {classes.join(', ')}</p>}
    </Panel>
  )
}
