import { screen } from '@testing-library/react'
import type { Histogram } from '@/client/wire'
import { show } from '@/testing/render'
import { middleHalf, shapesOf } from './histogram-shape'
import { MiniHistogram } from './mini-histogram'

const histogram: Histogram = {
  scale: 'log',
  edges: [1, 10, 100, 1000],
  counts: { 'FALSE POSITIVE': [80, 20, 0], PLANET: [0, 1, 3], UNDECIDED: [5, 5, 5] },
}

test('each class is drawn by its own shares, the wanted one first, and said in words', () => {
  show(<MiniHistogram label="Orbital period" histogram={histogram} />)
  const plot = screen.getByRole('img', { name: /^Orbital period, logarithmic\. Middle half: PLANET 10 to 1,000;/ })
  expect(plot.querySelectorAll('path')).toHaveLength(2)
  expect(shapesOf(histogram)[0]).toMatchObject({ name: 'PLANET', index: 0, shares: [0, 0.25, 0.75] })
})

test('rows without a class are drawn where there is no other', () => {
  const plain: Histogram = { scale: 'linear', edges: [0, 1, 2], counts: { '': [1, 1] } }
  show(<MiniHistogram label="Depth" histogram={plain} />)
  expect(screen.getByRole('img', { name: 'Depth. Middle half: all rows 0 to 2.' })).toBeInTheDocument()
})

test('the middle half lies between the edges of the bins that hold its ends', () => {
  const [planet, other] = shapesOf(histogram)
  expect(middleHalf(planet!, histogram.edges)).toEqual([10, 1000])
  expect(middleHalf(other!, histogram.edges)).toEqual([1, 10])
})

test('an empty column has no drawing', () => {
  show(<MiniHistogram label="Depth" histogram={{ scale: 'linear', edges: [0, 1], counts: { A: [0] } }} />)
  expect(screen.queryByRole('img')).not.toBeInTheDocument()
})
