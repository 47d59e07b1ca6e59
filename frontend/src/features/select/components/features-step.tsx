import { Checkbox } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import type { Column, FeaturesChoice, Finding, Selection } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { fieldProblems } from '@/lib/field-problems'
import { isFreeFeature, lockedOf, mappedName, toFeaturesChoice, type OwnTable } from '../model/feature-choice'
import { findingsByColumn } from '../model/findings'
import { useFeaturesDraft } from '../model/use-features-draft'
import { ColumnPicker } from './column-picker'
import { LockedColumns } from './locked-columns'
import { StepFooter } from './step-footer'

/** What is asked about the locked columns: which, and the step that is saved before. */
export interface PriceQuestion {
  columns: string[]
  choice: FeaturesChoice
  blockedBecause: string | null
}

interface Props {
  selection: Selection
  columns: Column[]
  presets: Record<string, string[]>
  findings: Finding[]
  classes?: readonly string[]
  /** For an own table only: its answer and its mapping. */
  own?: OwnTable | null
  /** The parts that an own table needs before its columns are chosen. */
  head?: ReactNode
  /** What must be known before anything is saved. */
  waitsFor?: string | null
  price: (question: PriceQuestion) => ReactNode
  isBusy: boolean
  error: unknown
  /** Why the step could not be saved for another purpose. */
  refused?: unknown
  onSave: (choice: FeaturesChoice) => void
}

export function FeaturesStep({
  selection,
  columns,
  presets,
  findings,
  classes,
  own,
  head,
  waitsFor,
  price,
  ...saving
}: Props) {
  const saved = selection.selection.features ?? selection.effective.features
  const draft = useFeaturesDraft(saved, columns, presets)
  const usable = useMemo(
    () => columns.filter(({ name, role }) => name !== own?.target && name !== own?.host && role !== 'target'),
    [columns, own],
  )
  const found = useMemo(() => findingsByColumn(findings), [findings])
  const refusals = fieldProblems(saving.error ?? saving.refused)
  const problems = (name: string) => refusals[`features.${mappedName(own, name)}`]
  const { chosen, priced } = draft
  const count = usable.filter(({ name }) => chosen.has(name)).length
  const blocked = blockedBecause(own != null && !own.target, count) ?? waitsFor ?? null
  const choice = toFeaturesChoice({ chosen, columns: usable, presets, engineered: draft.engineered, own: own ?? null })
  const asked = usable.filter(({ name }) => priced.has(name)).map(({ name }) => mappedName(own, name))

  return (
    <div className="stack-wide">
      {head}
      <Panel
        title="What may the model look at?"
        hint="Measured quantities only. Columns written after or because of the verdict are locked below."
      >
        <ColumnPicker
          columns={usable.filter(isFreeFeature)}
          chosen={chosen}
          presets={presets}
          isUnlocked={draft.isUnlocked}
          findings={found}
          classes={classes}
          problems={problems}
          onChange={draft.setChosen}
        />
        <Checkbox
          checked={draft.engineered}
          onChange={(event) => draft.setEngineered(event.currentTarget.checked)}
          label="Add derived quantities"
          description="Physics computed row by row from the columns, such as stellar density and the expected transit duration."
        />
      </Panel>
      <LockedColumns
        columns={lockedOf(usable)}
        chosen={chosen}
        isOpen={draft.isUnlocked}
        priced={priced}
        findings={found}
        classes={classes}
        problems={problems}
        price={price({
          columns: asked,
          choice,
          blockedBecause: blocked ?? (asked.length === 0 ? 'Choose columns under “Price it” first.' : null),
        })}
        onOpen={draft.setIsUnlocked}
        onChange={draft.setChosen}
        onPriced={draft.setPriced}
      />
      <StepFooter
        sessionId={selection.session_id}
        step="features"
        isBusy={saving.isBusy}
        error={saving.error}
        blockedBecause={blocked}
        onSave={() => saving.onSave(choice)}
      />
    </div>
  )
}

const blockedBecause = (lacksTarget: boolean, count: number) =>
  lacksTarget ? 'Say first which column holds the answer.' : count === 0 ? 'Select at least one column.' : null
