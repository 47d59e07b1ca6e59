import { useState, type ReactNode } from 'react'
import type { EvaluationChoice, Selection, StepChoice } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { expectedOf, initialEvaluation, problemsOf, toEvaluationChoice } from '../model/evaluation'
import { ClassCosts } from './class-costs'
import { Judging } from './judging'
import { StepChoices } from './step-choices'
import { StepFooter } from './step-footer'
import { TuningBudget } from './tuning-budget'

interface Props {
  selection: Selection
  steps: StepChoice[]
  /** Classes of the task, as far as they are known. */
  classes: string[]
  summary: ReactNode
  isBusy: boolean
  error: unknown
  /** A choice whose expected time is asked for. */
  onDraft: (choice: EvaluationChoice) => void
  onSave: (choice: EvaluationChoice) => void
}

const DECIDES_TIME: readonly string[] = ['tuning', 'method', 'folds', 'test_size']

export function EvaluationStep({ selection, steps, classes, summary, isBusy, error, onDraft, onSave }: Props) {
  const { selection: saved, effective } = selection
  const [choice, setChoice] = useState(() => initialEvaluation(saved.evaluation, effective.evaluation))
  const problems = problemsOf(choice)
  const first = Object.values(problems)[0] ?? null
  const change = (part: Partial<EvaluationChoice>) => {
    const next = { ...choice, ...part }
    setChoice(next)
    const asksTime = next.tuning && Object.keys(part).some((name) => DECIDES_TIME.includes(name))
    if (asksTime && Object.keys(problemsOf(next)).length === 0) onDraft(toEvaluationChoice(next))
  }
  return (
    <div className="stack-wide">
      <Panel title="How shall it be judged?" hint="A model is always judged on objects that it has not seen.">
        <Judging choice={choice} problems={problems} onChange={change} />
      </Panel>
      <Panel
        title="Before and after the model"
        hint="Everything here is learned from the training stars of a fold alone."
      >
        <StepChoices
          steps={steps.filter(({ part }) => part === 'evaluation')}
          values={{ ...choice }}
          onChange={(field, value) => change({ [field]: value })}
        />
        {choice.imbalance === 'cost' && (
          <ClassCosts
            classes={classes}
            costs={choice.costs}
            problem={problems.costs}
            onChange={(costs) => change({ costs })}
          />
        )}
      </Panel>
      <Panel title="Tuning" hint="Let the machine look for better settings than those you chose.">
        <TuningBudget
          tuning={choice.tuning}
          problems={problems}
          expected={expectedOf(choice.tuning, effective.evaluation)}
          onChange={(tuning) => change({ tuning })}
        />
      </Panel>
      {summary}
      <StepFooter
        sessionId={selection.session_id}
        step="evaluation"
        label="Train"
        isBusy={isBusy}
        error={error}
        blockedBecause={first}
        onSave={() => onSave(toEvaluationChoice(choice))}
      />
    </div>
  )
}
