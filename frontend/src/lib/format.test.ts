import {
  countOf,
  formatCount,
  formatEstimate,
  formatFixed,
  formatNumber,
  formatPercentEstimate,
  formatQuantity,
  formatShare,
  formatSigned,
  formatUnit,
} from './format'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test.each([
  [{ value: 0.9451, low: 0.9402, high: 0.9501 }, '0.945 ± 0.005'],
  [{ value: 0.9966, low: 0.9955, high: 0.9977 }, '0.9966 ± 0.0011'],
  [{ value: 12.43, low: 12.1, high: 12.7 }, '12.4 ± 0.3'],
  [{ value: 0.5, low: 0.5, high: 0.5 }, '0.500'],
  [{ value: 0.5, low: null, high: null }, '0.500'],
  [{ value: null, low: null, high: null }, '–'],
])('an estimate has the digits that its interval allows: %o', (estimate, text) => {
  expect(plain(formatEstimate(estimate))).toBe(text)
})

test('a share keeps its interval as percent', () => {
  expect(plain(formatPercentEstimate({ value: 0.977, low: 0.973, high: 0.981 }))).toBe('97.7 ± 0.4 %')
  expect(plain(formatPercentEstimate({ value: 0.5 }))).toBe('50.0 %')
})

test('a share is never rounded to certainty', () => {
  expect(plain(formatShare(0.99999))).toBe('> 99.9 %')
  expect(plain(formatShare(0.00001))).toBe('< 0.1 %')
  expect(plain(formatShare(1))).toBe('100.0 %')
  expect(plain(formatShare(0))).toBe('0.0 %')
  expect(formatShare(null)).toBe('–')
})

test.each([
  [12.4321, 'days', '12.4 days'],
  [8054, 'ppm', '8,054 ppm'],
  [921670.5, 'ppm', '921,671 ppm'],
  [0.0000279, 'days', '2.79 × 10⁻⁵ days'],
  [-0.0000279, '', '−2.79 × 10⁻⁵'],
  [3.21, 'g/cm**3', '3.21 g/cm³'],
  [null, 'days', '–'],
])('%s %s is written %s', (value, unit, text) => {
  expect(plain(formatQuantity(value, unit))).toBe(text)
})

test('zero stays zero and what is not finite is nothing', () => {
  expect(formatNumber(0)).toBe('0')
  expect(formatNumber(Number.NaN)).toBe('–')
  expect(formatNumber(Infinity)).toBe('–')
})

test('signs are true minus signs', () => {
  expect(formatSigned(-0.4)).toBe('−0.40')
  expect(formatSigned(1.234)).toBe('+1.23')
  expect(formatFixed(-3.149)).toBe('−3.15')
  expect(formatCount(-5)).toBe('−5')
})

test('a count agrees with its noun', () => {
  expect(plain(countOf(1, 'row'))).toBe('1 row')
  expect(plain(countOf(8054, 'row'))).toBe('8,054 rows')
})

test('a unit without powers stays as it is', () => expect(formatUnit('Earth radii')).toBe('Earth radii'))
