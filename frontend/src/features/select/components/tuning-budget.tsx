import { Checkbox, NumberInput } from '@mantine/core'
import type { TuningChoice, TuningExpected } from '@/client/wire'
import { Facts } from '@/components/ui/facts'
import { formatCount } from '@/lib/format'
import { formatSpan } from '@/lib/time'
import { TUNING_DEFAULTS } from '../model/evaluation'

interface Props {
  tuning: TuningChoice | null
  problems: { trials?: string; timeout_s?: string; inner?: string }
  /** What the server expects of this budget; null while it is being asked. */
  expected: TuningExpected | null
  onChange: (tuning: TuningChoice | null) => void
}

const whole = (value: string | number) => (typeof value === 'number' ? value : Number.NaN)

/** Whether settings are searched for, for how long, and what that comes to. */
export function TuningBudget({ tuning, problems, expected, onChange }: Props) {
  const change = (part: Partial<TuningChoice>) => onChange({ ...TUNING_DEFAULTS, ...tuning, ...part })
  return (
    <div className="stack">
      <Checkbox
        checked={tuning !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? TUNING_DEFAULTS : null)}
        label="Search for better settings"
        description="Each fold searches on its own training stars, so that the reported score is not the tuned one."
      />
      {tuning && (
        <>
          <div className="halves">
            <NumberInput
              label="Trials"
              description="Settings tried at most in one search. From 2 to 500."
              value={Number.isNaN(tuning.trials) ? '' : tuning.trials}
              onChange={(value) => change({ trials: whole(value) })}
              allowDecimal={false}
              clampBehavior="none"
              error={problems.trials}
            />
            <NumberInput
              label="Seconds"
              description="After these one search ends and keeps its best. Empty: only the trials count."
              value={tuning.timeout_s ?? ''}
              onChange={(value) => change({ timeout_s: typeof value === 'number' ? value : null })}
              clampBehavior="none"
              error={problems.timeout_s}
            />
            <NumberInput
              label="Inner folds"
              description="Parts of the training stars that judge a setting in turn. From 2 to 10."
              value={Number.isNaN(tuning.folds) ? '' : tuning.folds}
              onChange={(value) => change({ folds: whole(value) })}
              allowDecimal={false}
              clampBehavior="none"
              error={problems.inner}
            />
          </div>
          <div role="status" aria-live="polite">
            {expected ? (
              <Facts
                facts={[
                  ['Expected time', `about ${formatSpan(expected.expected_s)} on one core`],
                  ['Searches', `${formatCount(expected.searches)}, the final model’s among them`],
                  ['Fits at most', formatCount(expected.fits)],
                ]}
              />
            ) : (
              <p className="small dim">
                {Object.keys(problems).length > 0
                  ? 'Mend the marked numbers to see the expected time.'
                  : 'Estimating …'}
              </p>
            )}
          </div>
        </>
      )}
    </div>
  )
}
