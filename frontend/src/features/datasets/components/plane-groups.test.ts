import type { PlanePoint } from '@/client/wire'
import { dealt, falsePositivesAmongLarge, groupByClass, PALETTE, placeOf } from './plane-groups'

const points = (count: number, label: string, y: number): PlanePoint[] =>
  Array.from({ length: count }, (_, index) => ({ object: `${label}${index}`, x: 1, y, label }))

test('every class has a place of its own, the undecided the last', () => {
  const classes = ['PLANET', 'FALSE POSITIVE', 'CANDIDATE', 'UNDECIDED']
  expect(new Set(classes.map(placeOf)).size).toBe(4)
  expect(placeOf('HABITABLE')).not.toBe(placeOf('NOT HABITABLE'))
  expect(PALETTE[placeOf('UNDECIDED')]).toBe('UNDECIDED')
  expect(Object.keys(groupByClass(points(1, '', 2)))).toEqual(['UNDECIDED'])
})

test('the share of false positives among the large is told where enough are decided', () => {
  const large = [...points(45, 'FALSE POSITIVE', 30), ...points(5, 'PLANET', 30), ...points(500, 'PLANET', 2)]
  expect(falsePositivesAmongLarge(large)).toBeCloseTo(0.9)
  expect(falsePositivesAmongLarge(points(500, 'PLANET', 2))).toBeNull()
})

test('points are dealt into layers that each cover the whole', () => {
  const layers = dealt([0, 1, 2, 3, 4, 5, 6], 3)
  expect(layers).toEqual([
    [0, 3, 6],
    [1, 4],
    [2, 5],
  ])
  expect(dealt([], 3)).toEqual([])
})
