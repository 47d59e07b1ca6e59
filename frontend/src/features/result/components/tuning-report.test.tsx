import { screen, within } from '@testing-library/react'
import { trial } from '@/testing/evaluation-samples'
import { serve, show } from '@/testing/render'
import { TuningReport } from './tuning-report'

const search = (name: string, outer: number | null) => ({
  search: name,
  ended: 'trials',
  folds: 2,
  start_value: 0.17,
  best_value: 0.08,
  best_number: 1,
  outer_value: outer,
  settings: { num_leaves: 23 },
  borrowed_from: null,
  trials: [trial(), trial({ number: 1 })],
})
const section = (searches: unknown[]) => ({ searches, hyperparameters: { num_leaves: 23 }, text: 'The honest one.' })

test('every search tells start, best and what was held out', async () => {
  serve(() => ({ data: section([search('fold-1', 0.09), search('final', null)]) }))
  const { user } = show(<TuningReport sessionId="S1" />)
  expect(await screen.findByText('The honest one.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of What the searches found' }))
  const searches = within(screen.getByRole('table', { name: 'Searches' }))
  expect(searches.getByRole('row', { name: /^Fold 1/ })).toHaveTextContent('0.17000.08000.0900')
  expect(searches.getByRole('row', { name: /^Final model 2/ })).toHaveTextContent('–')
})

test('a run that was not tuned says so', async () => {
  serve(() => ({ data: section([]) }))
  show(<TuningReport sessionId="S1" />)
  expect(await screen.findByText(/trained with the settings as chosen/)).toBeInTheDocument()
})

test('a failure is said, and can be tried again', async () => {
  serve(() => ({ status: 409, error: 'A training runs.', code: 'wrong_state' }))
  show(<TuningReport sessionId="S1" />)
  expect(await screen.findByText('A training runs.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled()
})
