import type { ExplainedFeature } from '@/client/wire-explaining'
import { colourOf, ranksOf, swarmOf } from './swarm'

test('values are ranked from lowest to highest, alike for alike', () => {
  expect(ranksOf([5, 1, 9])).toEqual([0.5, 0, 1])
  expect(ranksOf([1, 1, 2])).toEqual([0.25, 0.25, 1])
  expect(ranksOf([null, 3, 'KP'])).toEqual([null, 0, null])
})

test('dots at one place spread around their line and keep their contribution', () => {
  const points = { value: [1, 2, 3, 4], log_odds: [0.5, 0.5, 0.5, -2], probability: [], partner: [] }
  const dots = swarmOf({ points } as unknown as ExplainedFeature, 'log_odds', 3)
  expect(dots.map(({ x }) => x)).toEqual(points.log_odds)
  expect(new Set(dots.slice(0, 3).map(({ y }) => y)).size).toBe(3)
  for (const { y } of dots) expect(Math.abs(y - 3)).toBeLessThan(0.5)
})

test('colours run from low to high, and a missing value has its own', () => {
  expect(colourOf(0, 'grey')).not.toBe(colourOf(1, 'grey'))
  expect(colourOf(null, 'grey')).toBe('grey')
})
