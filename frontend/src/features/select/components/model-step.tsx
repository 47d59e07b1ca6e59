import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { ModelChoice, ModelFamily, Selection, StepChoice } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { Tag } from '@/components/ui/tag'
import { checkParameters, defaultsOf, type Draft } from '../model/parameters'
import { ChoiceCard, ChoiceGroup } from './choice-card'
import { FamilyWords } from './family-words'
import { HyperparameterForm } from './hyperparameter-form'
import { StepChoices } from './step-choices'
import { StepFooter } from './step-footer'

const DEFAULT_SEED = 42

const wayOf = (saved: ModelChoice | null, field: string) => (saved as Record<string, unknown> | null)?.[field]

interface Props {
  selection: Selection
  families: ModelFamily[]
  steps: StepChoice[]
  isBusy: boolean
  error: unknown
  onSave: (choice: ModelChoice) => void
}

export function ModelStep({ selection, families, steps, isBusy, error, onSave }: Props) {
  const saved = selection.selection.model ?? selection.effective.model
  const [family, setFamily] = useState(
    () =>
      families.find(({ name }) => name === saved?.model) ??
      families.find(({ recommended }) => recommended) ??
      families[0]!,
  )
  const [draft, setDraft] = useState<Draft>(() => ({
    ...defaultsOf(family),
    ...(saved?.model === family.name ? saved.hyperparameters : {}),
  }))
  const [seed, setSeed] = useState<string | number>(saved?.seed ?? DEFAULT_SEED)

  const ownSteps = steps.filter(({ part }) => part === 'model')
  const [ways, setWays] = useState(() =>
    Object.fromEntries(ownSteps.map(({ field, default: usual }) => [field, wayOf(saved, field) ?? usual])),
  )

  // The values of one family mean nothing to another.
  const choose = (name: string) => {
    const next = families.find((candidate) => candidate.name === name)!
    setFamily(next)
    setDraft(defaultsOf(next))
  }
  const checked = checkParameters(family, draft)
  const isWrong = Object.keys(checked.problems).length > 0 || typeof seed !== 'number'

  return (
    <div className="stack-wide">
      <Panel title="Which kind of model?">
        <ChoiceGroup legend="Model family">
          {families.map((option) => (
            <ChoiceCard
              key={option.name}
              name="family"
              value={option.name}
              title={option.title}
              badge={option.recommended && <Tag tone="good">Recommended</Tag>}
              isChecked={option === family}
              onChoose={choose}
            >
              <FamilyWords family={option} />
            </ChoiceCard>
          ))}
        </ChoiceGroup>
      </Panel>
      <Panel title={`Settings of ${family.title}`} hint="The defaults work well. Each setting says what it does.">
        <HyperparameterForm
          family={family}
          draft={draft}
          problems={checked.problems}
          onChange={(name, value) => setDraft({ ...draft, [name]: value })}
        />
        <NumberInput
          label="Seed"
          description="The same seed and the same data give the same numbers."
          value={seed}
          onChange={setSeed}
          allowDecimal={false}
          min={0}
          error={typeof seed !== 'number' && 'Enter a whole number.'}
          maw="22rem"
        />
      </Panel>
      {ownSteps.length > 0 && (
        <Panel title="Before the model" hint="How its columns are made ready, learned from training rows alone.">
          <StepChoices
            steps={ownSteps}
            values={ways}
            onChange={(field, value) => setWays({ ...ways, [field]: value })}
          />
        </Panel>
      )}
      <StepFooter
        sessionId={selection.session_id}
        step="model"
        isBusy={isBusy}
        error={error}
        blockedBecause={isWrong ? 'Mend the marked settings first.' : null}
        onSave={() => onSave({ model: family.name, hyperparameters: checked.values, seed: Number(seed), ...ways })}
      />
    </div>
  )
}
