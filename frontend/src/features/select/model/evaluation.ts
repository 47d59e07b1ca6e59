import type { EvaluationChoice, TuningChoice, TuningExpected } from '@/client/wire'

export const EVALUATION_DEFAULTS: EvaluationChoice = {
  method: 'cv',
  folds: 5,
  test_size: 0.2,
  group_by_host: true,
  imbalance: 'none',
  calibration: 'none',
  selection: 'none',
  costs: null,
  tuning: null,
}

export const TUNING_DEFAULTS: TuningChoice = { trials: 20, timeout_s: null, folds: 3 }

/** A budget without what the server adds to it, and with what was left out. */
const budgetOf = (tuning: Partial<TuningChoice> | null | undefined): TuningChoice | null => {
  if (!tuning) return null
  const { trials, timeout_s, folds } = { ...TUNING_DEFAULTS, ...tuning }
  return { trials, timeout_s, folds }
}

/** What the form begins with: what is saved, and the server's defaults for the rest. */
export function initialEvaluation(
  saved: Partial<EvaluationChoice> | null,
  effective: Partial<EvaluationChoice> | null,
): EvaluationChoice {
  // The completed choice tells more, such as a frozen split, which must not be sent back.
  const asked = Object.fromEntries(
    Object.entries(effective ?? {}).filter(([name]) => Object.keys(EVALUATION_DEFAULTS).includes(name)),
  )
  const choice = { ...EVALUATION_DEFAULTS, ...asked, ...saved }
  return { ...choice, tuning: budgetOf(choice.tuning) }
}

const isWithin = (value: unknown, low: number, high: number) =>
  typeof value === 'number' && value >= low && value <= high
const isWhole = (value: unknown, low: number, high: number) => Number.isInteger(value) && isWithin(value, low, high)

const LONGEST_S = 24 * 3600

type Problems = Partial<Record<'folds' | 'test_size' | 'trials' | 'timeout_s' | 'inner' | 'costs', string>>

/** What is wrong with a choice, by field. */
export function problemsOf({ method, folds, test_size, tuning, imbalance, costs }: EvaluationChoice): Problems {
  const problems: Problems = {}
  if (method === 'cv' && !isWhole(folds, 2, 20)) problems.folds = 'Choose 2 to 20 folds.'
  if (method === 'holdout' && !isWithin(test_size, 0.05, 0.5)) problems.test_size = 'Hold out 5 to 50 percent.'
  if (tuning && !isWhole(tuning.trials, 2, 500)) problems.trials = 'Try 2 to 500 settings.'
  if (tuning && !isWhole(tuning.folds, 2, 10)) problems.inner = 'Choose 2 to 10 inner folds.'
  if (tuning?.timeout_s != null && !isWithin(tuning.timeout_s, 1, LONGEST_S))
    problems.timeout_s = 'Allow 1 second to 24 hours, or leave it empty.'
  if (imbalance === 'cost' && Object.keys(costs ?? {}).length === 0) problems.costs = 'Give some class a cost.'
  return problems
}

/** The choice as it is sent: costs count only where classes are weighed by them. */
export const toEvaluationChoice = (choice: EvaluationChoice): EvaluationChoice => ({
  ...choice,
  costs: choice.imbalance === 'cost' ? choice.costs : null,
})

/** What the server expects of this budget, where it was asked about this very one. */
export function expectedOf(tuning: TuningChoice | null, effective: Partial<EvaluationChoice> | null) {
  const known = effective?.tuning as TuningExpected | null | undefined
  const isSame =
    known && tuning && (['trials', 'timeout_s', 'folds'] as const).every((name) => known[name] === tuning[name])
  return isSame ? known : null
}
