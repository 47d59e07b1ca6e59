import { screen } from '@testing-library/react'
import type { ResultSummary } from '@/client/wire'
import { show } from '@/testing/render'
import { ConfusionMatrix } from './confusion-matrix'

const result = {
  classes: ['FALSE POSITIVE', 'PLANET'],
  confusion_matrix: [
    [3891, 85],
    [0, 2220],
  ],
} as ResultSummary

test('a cell says what it counts and opens its rows', async () => {
  const onOpen = vi.fn()
  const { user } = show(<ConfusionMatrix result={result} open={null} onOpen={onOpen} />)
  await user.click(screen.getByRole('button', { name: /85 objects of class FALSE POSITIVE called PLANET, wrong/ }))
  expect(onOpen).toHaveBeenCalledWith({ truth: 'FALSE POSITIVE', predicted: 'PLANET' })
  expect(screen.getByRole('button', { name: /2,220 objects of class PLANET called PLANET, right/ })).toBeInTheDocument()
})

test('an empty cell opens nothing', () => {
  show(<ConfusionMatrix result={result} open={null} onOpen={() => {}} />)
  expect(screen.getByRole('button', { name: /0 objects of class PLANET called FALSE POSITIVE/ })).toBeDisabled()
})

test('the open cell is told apart for all', () => {
  show(<ConfusionMatrix result={result} open={{ truth: 'FALSE POSITIVE', predicted: 'PLANET' }} onOpen={() => {}} />)
  expect(screen.getByRole('button', { expanded: true })).toHaveAccessibleName(/85/)
})

test('the numbers are a table and a file as well', async () => {
  const { user } = show(<ConfusionMatrix result={result} open={null} onOpen={() => {}} />)
  expect(screen.getByRole('button', { name: 'Save Confusion matrix as PNG' })).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Save Confusion matrix as CSV' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of Confusion matrix' }))
  expect(screen.getByRole('row', { name: /FALSE POSITIVE.*PLANET.*85.*2\.1/ })).toBeInTheDocument()
})
