import { askedOf, withAsked } from './asked'

test('an address and what it asks lead back to each other', () => {
  const asked = { page: 3, sort: 'score', order: 'asc', q: 'K00', prediction: 'PLANET', threshold: 0.93 } as const
  const address = withAsked(new URLSearchParams('tab=undecided&ranking=B1'), asked)
  expect(address.get('ranking')).toBe('B1')
  expect(askedOf(address)).toEqual(asked)
  expect(withAsked(address, { page: 1 }).toString()).toBe('tab=undecided&ranking=B1')
})

test('what makes no sense is not asked', () => {
  expect(askedOf(new URLSearchParams('page=-2&order=up&threshold=7'))).toEqual({ page: 1 })
})
