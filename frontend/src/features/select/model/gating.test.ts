import { selection } from '@/testing/samples'
import { admit, reachableSteps, stepAfter, stepBefore } from './gating'

const data = { data_source: { data_source: 'nasa' as const, dataset: 'kepler' } }
const features = { features: { preset: 'default' as const } }
const model = { model: { model: 'lightgbm', hyperparameters: {}, seed: 42 } }

test('a new session opens at its first step only', () => {
  expect(reachableSteps(selection())).toEqual(['data'])
})

test('each saved step opens the next', () => {
  expect(reachableSteps(selection(data))).toEqual(['data', 'features'])
  expect(reachableSteps(selection({ ...data, ...features }))).toEqual(['data', 'features', 'model'])
  expect(reachableSteps(selection({ ...data, ...features, ...model }))).toHaveLength(4)
})

test('a gap keeps all later steps closed', () => {
  expect(reachableSteps(selection({ ...data, ...model }))).toEqual(['data', 'features'])
})

test('a locked step in the address leads to the last open one, an unknown one to the first', () => {
  expect(admit(selection(data), 'evaluation')).toBe('features')
  expect(admit(selection(data), 'data')).toBe('data')
  expect(admit(selection(data), 'nonsense')).toBe('data')
})

test('the steps have an order with two ends', () => {
  expect(stepBefore('data')).toBeNull()
  expect(stepAfter('data')).toBe('features')
  expect(stepAfter('evaluation')).toBeNull()
})
