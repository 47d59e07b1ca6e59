import type { FormFeature } from '@/client/wire'
import { form } from '@/testing/samples'
import { dialsOf, placeOf, valueAt } from './dials'

const feature = (name: string, more: Partial<FormFeature>): FormFeature => ({ ...form.features[0]!, name, ...more })
const wide = feature('koi_period', { low: 1, high: 100, median: 10, share: 0.1 })
const narrow = feature('koi_impact', { low: 0, high: 2, median: 1, share: 0.4 })

test('the strongest numeric features have a dial, the strongest first', () => {
  const features = [
    wide,
    narrow,
    feature('unused', { low: 0, high: 1, share: null }),
    feature('text', { kind: 'text' }),
  ]
  expect(dialsOf(features).map((dial) => dial.feature.name)).toEqual(['koi_impact', 'koi_period'])
})

test('a wide range is logarithmic, and place and value lead back to each other', () => {
  const [linear, log] = dialsOf([wide, narrow])
  expect(log!.isLog).toBe(true)
  expect(linear!.isLog).toBe(false)
  expect(valueAt(log!, 500)).toBe(10)
  expect(placeOf(log!, 10)).toBe(500)
  expect(placeOf(linear!, 0.5)).toBe(250)
})

test('a value beyond the range stands at its end, a missing one at the median', () => {
  const [linear] = dialsOf([narrow])
  expect(placeOf(linear!, 99)).toBe(1000)
  expect(placeOf(linear!, null)).toBe(500)
})
