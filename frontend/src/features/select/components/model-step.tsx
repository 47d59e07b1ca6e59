import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { ModelChoice, ModelFamily, Selection } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { Tag } from '@/components/ui/tag'
import { checkParameters, defaultsOf, type Draft } from '../model/parameters'
import { ChoiceCard, ChoiceGroup } from './choice-card'
import { HyperparameterForm } from './hyperparameter-form'
import { StepFooter } from './step-footer'

const DEFAULT_SEED = 42

interface Props {
  selection: Selection
  families: ModelFamily[]
  isBusy: boolean
  error: unknown
  onSave: (choice: ModelChoice) => void
}

export function ModelStep({ selection, families, isBusy, error, onSave }: Props) {
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
      <StepFooter
        sessionId={selection.session_id}
        step="model"
        isBusy={isBusy}
        error={error}
        blockedBecause={isWrong ? 'Mend the marked settings first.' : null}
        onSave={() => onSave({ model: family.name, hyperparameters: checked.values, seed: Number(seed) })}
      />
    </div>
  )
}

function FamilyWords({ family }: { family: ModelFamily }) {
  const list = (sign: string, word: string, texts: string[]) =>
    texts.map((text) => (
      <li key={text}>
        <span aria-hidden="true">{sign} </span>
        <span className="visually-hidden">{word}: </span>
        {text}
      </li>
    ))
  return (
    <div className="stack-tight">
      <p>{family.summary}</p>
      <ul className="plain-list">
        {list('+', 'Good', family.pros)}
        {list('−', 'Not so good', family.cons)}
      </ul>
      {family.cost && <p>Cost: {family.cost}</p>}
    </div>
  )
}
