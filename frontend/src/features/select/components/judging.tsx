import { Checkbox, NumberInput } from '@mantine/core'
import { Link } from 'react-router'
import type { EvaluationChoice } from '@/client/wire'
import { to } from '@/config/paths'
import { ChoiceCard, ChoiceGroup } from './choice-card'

interface Props {
  choice: EvaluationChoice
  problems: { folds?: string; test_size?: string }
  onChange: (part: Partial<EvaluationChoice>) => void
}

/** On which objects the model is judged. */
export function Judging({ choice: { method, folds, test_size, group_by_host }, problems, onChange }: Props) {
  return (
    <>
      <ChoiceGroup legend="Method">
        <ChoiceCard
          name="method"
          value="cv"
          title="Cross-validation"
          isChecked={method === 'cv'}
          onChoose={() => onChange({ method: 'cv' })}
        >
          Every object is held out once. The most certain scores.
        </ChoiceCard>
        <ChoiceCard
          name="method"
          value="holdout"
          title="One held-out part"
          isChecked={method === 'holdout'}
          onChoose={() => onChange({ method: 'holdout' })}
        >
          Faster, with wider intervals.
        </ChoiceCard>
      </ChoiceGroup>
      {method === 'cv' ? (
        <NumberInput
          label="Folds"
          description="Parts that are held out in turn."
          value={folds}
          onChange={(value) => onChange({ folds: Number(value) })}
          min={2}
          max={20}
          clampBehavior="none"
          allowDecimal={false}
          error={problems.folds}
          maw="22rem"
        />
      ) : (
        <NumberInput
          label="Held-out share"
          suffix=" %"
          value={Math.round(test_size * 1000) / 10}
          onChange={(value) => onChange({ test_size: Number(value) / 100 })}
          min={5}
          max={50}
          clampBehavior="none"
          error={problems.test_size}
          maw="22rem"
        />
      )}
      <Checkbox
        checked={group_by_host}
        onChange={(event) => onChange({ group_by_host: event.currentTarget.checked })}
        label="Keep all objects of a star together"
        description="Otherwise the model meets the star in training and its planet in the test, and the score flatters it."
      />
      <p className="small">
        <Link to={to.learn('stars')}>See with real stars what that means</Link>
      </p>
    </>
  )
}
