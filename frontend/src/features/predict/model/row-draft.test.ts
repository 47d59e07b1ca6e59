import { form } from '@/testing/samples'
import { groupFeatures } from './groups'
import { countFilled, describeRange, remarkOn, toRow } from './row-draft'

const [period] = form.features

test('what is not given is sent as missing, never as zero', () => {
  expect(toRow(form.features, { koi_period: 9.5, koi_prad: '' })).toEqual({
    koi_period: 9.5,
    koi_period_err1: null,
    koi_prad: null,
  })
  expect(toRow(form.features, { koi_prad: 0 })).toMatchObject({ koi_prad: 0 })
})

test('filled fields are counted, a zero among them', () => {
  expect(countFilled(form.features, { koi_period: 0, koi_prad: null })).toBe(1)
})

test('the observed range carries its unit', () => {
  expect(describeRange(period!).replaceAll('\u00a0', ' ')).toBe('0.26 to 1,071 days, median 7.5')
})

test('a value outside the observed range is remarked on, one inside is not', () => {
  expect(remarkOn(period!, 5000)).toMatch(/Above/)
  expect(remarkOn(period!, 0.01)).toMatch(/Below/)
  expect(remarkOn(period!, 9.5)).toBeNull()
  expect(remarkOn(period!, null)).toBeNull()
})

test('error bars stand apart from the quantities of their group', () => {
  const [orbit, size] = groupFeatures(form.features)
  expect(orbit).toMatchObject({
    name: 'orbit',
    features: [{ name: 'koi_period' }],
    uncertainties: [{ name: 'koi_period_err1' }],
  })
  expect(size?.uncertainties).toEqual([])
})
