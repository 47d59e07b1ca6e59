import { plain, spreadWords } from './words'

test('a value comes with its interval, where there is one', () => {
  expect(spreadWords({ value: 2.26, low: 2.11, high: 2.52 }, 'Earth radii')).toBe(
    '2.26\u00a0Earth radii (2.11 to 2.52)',
  )
  expect(spreadWords({ value: 3, low: 3, high: 3 })).toBe('3')
  expect(spreadWords({ value: null, low: null, high: null })).toBe('–')
})

test('names become words', () => {
  expect(plain('planet_mass')).toBe('planet mass')
})
