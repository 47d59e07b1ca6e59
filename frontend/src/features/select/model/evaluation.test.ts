import { EVALUATION_DEFAULTS, expectedOf, initialEvaluation, problemsOf, toEvaluationChoice } from './evaluation'

const tuning = { trials: 30, timeout_s: 300, folds: 3 }
const expected = { ...tuning, searches: 6, fits: 540, expected_s: 90 }

test('what the server adds to a choice is not sent back', () => {
  const effective = { ...EVALUATION_DEFAULTS, split_of: 'S2', split_run: 'R2', tuning: expected }
  expect(initialEvaluation(null, effective)).toEqual({ ...EVALUATION_DEFAULTS, tuning })
})

test('a budget that was saved in part is completed', () => {
  const saved = { tuning: { trials: 6 } } as never
  expect(initialEvaluation(saved, null).tuning).toEqual({ trials: 6, timeout_s: null, folds: 3 })
})

test.each([
  [{ folds: 1 }, 'folds'],
  [{ method: 'holdout' as const, test_size: 0.9 }, 'test_size'],
  [{ tuning: { ...tuning, trials: 1 } }, 'trials'],
  [{ tuning: { ...tuning, timeout_s: 0 } }, 'timeout_s'],
  [{ tuning: { ...tuning, folds: 1 } }, 'inner'],
  [{ imbalance: 'cost' as const }, 'costs'],
])('%o is refused at its field', (part, field) => {
  expect(Object.keys(problemsOf({ ...EVALUATION_DEFAULTS, ...part }))).toEqual([field])
})

test('costs are sent only where they count', () => {
  const costs = { PLANET: 5 }
  expect(toEvaluationChoice({ ...EVALUATION_DEFAULTS, costs }).costs).toBeNull()
  expect(toEvaluationChoice({ ...EVALUATION_DEFAULTS, imbalance: 'cost', costs }).costs).toEqual(costs)
})

test('an expectation belongs to the budget it was made for', () => {
  const effective = { tuning: expected }
  expect(expectedOf(tuning, effective)?.expected_s).toBe(90)
  expect(expectedOf({ ...tuning, trials: 31 }, effective)).toBeNull()
  expect(expectedOf(null, effective)).toBeNull()
})
