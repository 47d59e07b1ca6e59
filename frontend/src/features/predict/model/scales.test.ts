import type { Explanation } from '@/client/wire'
import { scaled, scalesOf } from './scales'

const scale = (base_value: number, output: number, calibration: number) => ({
  base_value,
  output,
  calibration,
  answer: output + calibration,
  additivity_error: 0,
})
const explanation = {
  unit: 'votes',
  base_value: 0.5,
  output: 0.9,
  log_odds: scale(0, 3, -1),
  probability: scale(0.5, 0.95, -0.07),
  contributions: [{ feature: 'a', contribution: 0.4, log_odds: 3, probability: 0.45 }],
} as unknown as Explanation

test('the scales that are told of can be chosen, probability first', () => {
  expect(scalesOf(explanation)).toEqual(['probability', 'log_odds'])
  expect(scalesOf({ ...explanation, probability: null } as unknown as Explanation)).toEqual(['log_odds'])
})

test('on a scale the contributions and the calibration add up to the answer', () => {
  for (const name of ['probability', 'log_odds'] as const) {
    const { base_value, contributions, calibration, answer } = scaled(explanation, name)
    const sum = contributions.reduce((total, part) => total + part.contribution, base_value)
    expect(sum + calibration).toBeCloseTo(answer)
  }
})

test('without a scale the model’s own unit stands', () => {
  expect(scaled(explanation, null)).toMatchObject({ unit: 'votes', output: 0.9, calibration: 0 })
})
