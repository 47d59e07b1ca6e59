import { unitSlipOf } from './unit-slip'

const text = 'koi_depth 0.0875 ppm is outside what the model was trained on and looks like %: in ppm it would be 875.'

test('the suggested value is read from the remark', () => {
  expect(unitSlipOf({ code: 'unit_slip', text })).toEqual({ column: 'koi_depth', unit: 'ppm', value: 875 })
  const large =
    'koi_teq 1.2e+06 K is outside what the model was trained on and looks like mK: in K it would be 1.2e+03.'
  expect(unitSlipOf({ code: 'unit_slip', text: large })?.value).toBe(1200)
})

test('another remark, or another sentence, suggests nothing', () => {
  expect(unitSlipOf({ code: 'outside_range', text })).toBeNull()
  expect(unitSlipOf({ code: 'unit_slip', text: 'Something else.' })).toBeNull()
})

test('a remark that names column and value needs no reading', () =>
  expect(unitSlipOf({ code: 'unit_slip', text: 'x', column: 'koi_depth', suggested: 1000, unit: 'ppm' })).toEqual({
    column: 'koi_depth',
    value: 1000,
    unit: 'ppm',
  }))
