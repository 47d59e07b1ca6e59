import { Checkbox } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Column, FeaturesChoice, Selection, Upload } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { initialFeatures, isFreeFeature, isLeak, toFeaturesChoice } from '../model/feature-choice'
import { AnswerColumns } from './answer-columns'
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
  const [host, setHost] = useState<string | null>(saved?.host ?? null)
  const [positive, setPositive] = useState<string | null>(saved?.positive_class ?? null)
  const [engineered, setEngineered] = useState(saved?.engineered ?? false)
  const [isUnlocked, setIsUnlocked] = useState(() =>
    columns.some((column) => isLeak(column) && chosen.has(column.name)),
  )
  const usable = useMemo(
    () => columns.filter(({ name, role }) => name !== target && name !== host && role !== 'target'),
    [columns, target, host],
  )
  const count = usable.filter(({ name }) => chosen.has(name)).length

  return (
    <div className="stack-wide">
      {targets && (
        <AnswerColumns
          targets={targets}
          columns={columns}
          choice={{ target, host, positive }}
          onChange={(changed) => {
            setTarget(changed.target)
            setHost(changed.host)
            setPositive(changed.positive)
          }}
        />
      )}
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
          onSave(
            toFeaturesChoice({
              chosen,
              columns: usable,
              presets,
              engineered,
              ...(targets ? { target, host, positive } : {}),
            }),
          )
        }
      />
    </div>
  )
}

const blockedBecause = (lacksTarget: boolean, count: number) =>
  lacksTarget ? 'Say first which column holds the answer.' : count === 0 ? 'Select at least one column.' : null
