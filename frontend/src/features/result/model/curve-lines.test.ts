import { linesOf, thin } from './curve-lines'

test('a binary curve is one line', () => {
  const [line, ...others] = linesOf({ fpr: [0, 1], tpr: [0, 1], threshold: [1, 0] }, 'fpr', 'tpr', 'This model')
  expect(line).toMatchObject({ name: 'This model', x: [0, 1], y: [0, 1] })
  expect(others).toEqual([])
})

test('more classes are one line each, in their own colours', () => {
  const curve = { fpr: [0, 1], tpr: [0, 1] }
  const lines = linesOf({ by_class: { CANDIDATE: curve, PLANET: curve } }, 'fpr', 'tpr', '')
  expect(lines.map(({ name }) => name)).toEqual(['CANDIDATE', 'PLANET'])
  expect(new Set(lines.map(({ place }) => place)).size).toBe(2)
})

test('thinning keeps both ends', () => {
  const thinned = thin(
    Array.from({ length: 200 }, (_, index) => index),
    25,
  )
  expect(thinned).toHaveLength(25)
  expect([thinned[0], thinned.at(-1)]).toEqual([0, 199])
  expect(thin([1, 2], 25)).toEqual([1, 2])
})
