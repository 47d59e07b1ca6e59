import { Checkbox, NumberInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { EvaluationChoice, Selection } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { ChoiceCard, ChoiceGroup } from './choice-card'
import { EvaluationRemedies } from './evaluation-remedies'
import { StepFooter } from './step-footer'

export const EVALUATION_DEFAULTS: EvaluationChoice = {
  method: 'cv',
  folds: 5,
  test_size: 0.2,
  group_by_host: true,
  imbalance: 'none',
  calibration: 'none',
}

interface Props {
  selection: Selection
  summary: ReactNode
  isBusy: boolean
  error: unknown
  onSave: (choice: EvaluationChoice) => void
}

/** Only what the form asks: the completed choice tells more, such as costs and splits, which must not be sent back. */
function asked(effective: EvaluationChoice | null): Partial<EvaluationChoice> {
  const names = Object.keys(EVALUATION_DEFAULTS)
  return Object.fromEntries(Object.entries(effective ?? {}).filter(([name]) => names.includes(name)))
}

function problemOf({ method, folds, test_size }: EvaluationChoice): string | null {
  if (method === 'cv') return Number.isInteger(folds) && folds >= 2 && folds <= 20 ? null : 'Choose 2 to 20 folds.'
  return test_size >= 0.05 && test_size <= 0.5 ? null : 'Hold out 5 to 50 percent.'
}

export function EvaluationStep({ selection, summary, isBusy, error, onSave }: Props) {
  const [choice, setChoice] = useState<EvaluationChoice>({
    ...EVALUATION_DEFAULTS,
    ...asked(selection.effective.evaluation),
    ...selection.selection.evaluation,
  })
  const change = (part: Partial<EvaluationChoice>) => setChoice({ ...choice, ...part })
  const problem = problemOf(choice)
  const { method, folds, test_size, group_by_host } = choice
  return (
    <div className="stack-wide">
      <Panel title="How shall it be judged?" hint="A model is always judged on objects that it has not seen.">
        <ChoiceGroup legend="Method">
          <ChoiceCard
            name="method"
            value="cv"
            title="Cross-validation"
            isChecked={method === 'cv'}
            onChoose={() => change({ method: 'cv' })}
          >
            Every object is held out once. The most certain scores.
          </ChoiceCard>
          <ChoiceCard
            name="method"
            value="holdout"
            title="One held-out part"
            isChecked={method === 'holdout'}
            onChoose={() => change({ method: 'holdout' })}
          >
            Faster, with wider intervals.
          </ChoiceCard>
        </ChoiceGroup>
        {method === 'cv' ? (
          <NumberInput
            label="Folds"
            description="Parts that are held out in turn."
            value={folds}
            onChange={(value) => change({ folds: Number(value) })}
            min={2}
            max={20}
            clampBehavior="none"
            allowDecimal={false}
            error={problem}
            maw="22rem"
          />
        ) : (
          <NumberInput
            label="Held-out share"
            suffix=" %"
            value={Math.round(test_size * 1000) / 10}
            onChange={(value) => change({ test_size: Number(value) / 100 })}
            min={5}
            max={50}
            clampBehavior="none"
            error={problem}
            maw="22rem"
          />
        )}
        <Checkbox
          checked={group_by_host}
          onChange={(event) => change({ group_by_host: event.currentTarget.checked })}
          label="Keep all objects of a star together"
          description="Otherwise the model meets the star in training and its planet in the test, and the score flatters it."
        />
        <EvaluationRemedies choice={choice} onChange={change} />
      </Panel>
      {summary}
      <StepFooter
        sessionId={selection.session_id}
        step="evaluation"
        label="Train"
        isBusy={isBusy}
        error={error}
        blockedBecause={problem}
        onSave={() => onSave(choice)}
      />
    </div>
  )
}
