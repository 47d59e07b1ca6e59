import { numbersOf, placeOf, planetInEarths, PRESETS, searchOf, shapeWords, TURNED, valueAt } from './transit-numbers'

test('an address holds the numbers, and nonsense in it does not get through', () => {
  const earth = PRESETS[1]!.numbers
  expect(numbersOf(new URLSearchParams(searchOf(earth)))).toEqual({ ...earth, orbital_period: 365.3 })
  const odd = numbersOf(new URLSearchParams({ radius_ratio: 'wide', impact_parameter: '99', star: '__proto__x' }))
  expect(odd).toEqual({ ...PRESETS[0]!.numbers, impact_parameter: 1.4 })
})

test('dials go from end to end, and back to the same value', () => {
  for (const one of TURNED) {
    expect(valueAt(one, 0)).toBeCloseTo(one.low)
    expect(valueAt(one, 1000)).toBeCloseTo(one.high)
    expect(placeOf(one, valueAt(one, 400)) / 400).toBeCloseTo(1, 1)
  }
})

test('the presets are what they say', () => {
  expect(planetInEarths(PRESETS[0]!.numbers)).toBeCloseTo(11.5, 0)
  expect(planetInEarths(PRESETS[1]!.numbers)).toBeCloseTo(1, 1)
  expect(planetInEarths(PRESETS[2]!.numbers)).toBeCloseTo(1, 1)
  expect(shapeWords(PRESETS[3]!.numbers)).toContain('a V')
  expect(shapeWords({ ...PRESETS[0]!.numbers, impact_parameter: 1.3 })).toContain('nothing is seen')
})
