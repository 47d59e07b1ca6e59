import { deal, FOLDS, starsOf } from './star-folds'

const point = (object: string) => ({ object, label: 'PLANET', x: 1, y: 1 })
const points = ['K00002.01', 'K00001.02', 'K00001.01', 'K00001.03', 'K00003.01', 'K00003.02'].map(point)

test('objects gather around their stars, those with most first', () => {
  const stars = starsOf(points)
  expect(stars.map(({ name, objects }) => [name, objects.length])).toEqual([
    ['K00001', 3],
    ['K00003', 2],
    ['K00002', 1],
  ])
})

test('dealing whole stars splits none of them; dealing objects splits those that have several', () => {
  const many = starsOf(Array.from({ length: 300 }, (_, at) => point(`K${Math.floor(at / 3)}.0${at % 3}`)))
  expect(deal(many, true)).toMatchObject({ splitStars: 0, metObjects: 0 })
  const byRow = deal(many, false)
  expect(byRow.splitStars).toBeGreaterThan(80)
  expect(new Set(byRow.folds.values()).size).toBe(FOLDS)
  expect(byRow.folds).toEqual(deal(many, false).folds)
})
