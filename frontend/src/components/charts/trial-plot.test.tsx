import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { bestSoFar, TrialPlot } from './trial-plot'

const points = [
  { number: 0, value: 0.5, isWhole: true },
  { number: 1, value: 0.3, isWhole: false },
  { number: 2, value: 0.4, isWhole: true },
]

test('the line falls only with trials that were judged whole', () => {
  expect(bestSoFar(points).map(({ value }) => value)).toEqual([0.5, 0.4])
})

test('it says what it shows', () => {
  show(<TrialPlot label="Fold 1" points={points} />)
  expect(screen.getByRole('img', { name: 'Fold 1: 3 trials, from 0.5 to 0.4 at best' })).toBeInTheDocument()
})

test('nothing to draw, nothing drawn; one point is no division by nothing', () => {
  const { container } = show(<TrialPlot label="x" points={[]} />)
  expect(container.querySelector('svg')).toBeNull()
  show(<TrialPlot label="one" points={points.slice(0, 1)} />)
  expect(screen.getByRole('img', { name: /one/ }).innerHTML).not.toContain('NaN')
})
