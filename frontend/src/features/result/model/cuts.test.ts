import type { Curves } from '@/client/wire'
import { curvesOf, cutAt, thresholdNear } from './cuts'

// Ten objects, four planets; from the highest score down: P P F P, then F P F F F F.
const curves = {
  roc: { fpr: [0, 0, 1 / 6, 2 / 6, 1], tpr: [0, 0.5, 0.75, 1, 1], threshold: [null, 0.9, 0.7, 0.4, 0.1] },
  pr: { recall: [0.5, 0.75, 1, 1], precision: [1, 0.75, 4 / 6, 0.4], threshold: [0.9, 0.7, 0.4, 0.1] },
  threshold: {
    threshold: [0.9, 0.7, 0.4, 0.1],
    precision: [1, 0.75, 4 / 6, 0.4],
    recall: [0.5, 0.75, 1, 1],
    selected: [2, 4, 6, 10],
  },
  calibration: { mean_predicted: [0.2, 0.8], observed: [0.1, 0.9], count: [6, 4] },
} as unknown as Curves

test('a threshold selects what reaches it, on every curve alike', () => {
  const own = curvesOf(curves, 'PLANET', 'PLANET')
  expect(cutAt(own, 0.7)).toEqual({ threshold: 0.7, found: 0.75, right: 0.75, selected: 4, falseAlarms: 1 / 6 })
  expect(cutAt(own, 0.71)).toMatchObject({ selected: 2, right: 1 })
  expect(cutAt(own, 0).selected).toBe(10)
})

test('what is not selected for one of two classes is for the other', () => {
  const other = curvesOf(curves, 'FALSE POSITIVE', 'PLANET')
  // Below a planet's score of 0.4 stand four, all of them false positives; six there are.
  expect(cutAt(other, 0.6)).toMatchObject({ selected: 4, right: 1 })
  expect(cutAt(other, 0.6).found).toBeCloseTo(4 / 6)
  expect(other.threshold.threshold).toEqual([...other.threshold.threshold!].sort((a, b) => b - a))
  expect(other.calibration.mean_predicted![0]).toBeCloseTo(0.2)
})

test('with more classes each has its own', () => {
  const both = Object.fromEntries(
    Object.entries(curves).map(([kind, curve]) => [kind, { by_class: { PLANET: curve, CANDIDATE: curve } }]),
  ) as unknown as Curves
  expect(cutAt(curvesOf(both, 'CANDIDATE', null), 0.7).selected).toBe(4)
})

test('the pointer picks the threshold of the nearest point', () => {
  const { roc } = curvesOf(curves, 'PLANET', 'PLANET')
  expect(thresholdNear(roc, 'fpr', 'tpr', [0.2, 0.8])).toBe(0.7)
  expect(thresholdNear(roc, 'fpr', 'tpr', [0, 0])).toBe(0.9)
})
