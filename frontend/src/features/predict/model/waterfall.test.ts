import type { Explanation } from '@/client/wire'
import { toWaterfall } from './waterfall'

const part = (feature: string, contribution: number) => ({
  feature,
  label: feature,
  value: 1,
  unit: '',
  contribution,
  log_odds: contribution,
  probability: contribution / 10,
  error: 0,
  formula: '',
  group: '',
  text: '',
})
const explanation: Explanation = {
  predicted_class: 'PLANET',
  unit: 'log-odds',
  base_value: -1,
  output: 2.5,
  additivity_error: 0,
  note: '',
  log_odds: null,
  probability: null,
  summary: '',
  warnings: [],
  contributions: [part('a', 2), part('b', -1), part('c', 2), part('d', 0.5)],
}

test('the bars hang on one another from the base to the output', () => {
  const { bars } = toWaterfall(explanation, 10, () => '')
  expect(bars[0]).toMatchObject({ from: -1, to: 1 })
  bars.slice(1).forEach((bar, index) => expect(bar.from).toBe(bars[index]!.to))
  expect(bars.at(-1)!.to).toBeCloseTo(explanation.output)
})

test('the small rest is one bar, and nothing is lost', () => {
  const { bars } = toWaterfall(explanation, 2, () => '')
  expect(bars).toHaveLength(3)
  expect(bars.at(-1)).toMatchObject({ label: '2 other columns together', contribution: 2.5 })
  expect(bars.at(-1)!.to).toBeCloseTo(explanation.output)
})

test('the axis holds every running sum', () => {
  const { low, high, bars } = toWaterfall(explanation, 10, () => '')
  for (const { from, to } of bars) {
    expect(Math.min(from, to)).toBeGreaterThanOrEqual(low)
    expect(Math.max(from, to)).toBeLessThanOrEqual(high)
  }
})
