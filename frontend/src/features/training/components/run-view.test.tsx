import { screen } from '@testing-library/react'
import { show, serve } from '@/testing/render'
import { trial } from '@/testing/evaluation-samples'
import { training } from '@/testing/samples'
import { RunView } from './run-view'

const open = (more = {}, isLost = false) => show(<RunView status={training(more)} isLost={isLost} lostTimes={3} />)

test('progress is shown with its counts', () => {
  open()
  const bar = screen.getByRole('progressbar', { name: 'Progress of the training' })
  expect(bar).toHaveAttribute('aria-valuenow', '30')
  expect(bar).toHaveAttribute('aria-valuetext', '30.0 %, 300 of 1,000 trees')
  expect(screen.getByText('Cross-validate').closest('li')).toHaveAttribute('aria-current', 'step')
})

test('the place in the queue is said', () => {
  open({ state: 'queued', queue_position: 2 })
  expect(screen.getByText(/place 2 in the queue/)).toBeInTheDocument()
})

test('a lost answer keeps what was known and says that it asks again', () => {
  open({}, true)
  expect(screen.getByText(/Asking again by itself \(try 3\)/)).toBeInTheDocument()
  expect(screen.getByRole('progressbar', { name: 'Progress of the training' })).toBeInTheDocument()
})

test('a finished run announces itself and leads to its result', () => {
  open({ state: 'trained', percent: 100 })
  expect(screen.getByText('Trained. The result is ready')).toHaveAttribute('aria-live', 'polite')
  expect(screen.getByRole('link', { name: 'See the result' })).toHaveAttribute('href', '/sessions/S1/result')
})

test('a failure shows cause and remedy', () => {
  open({ state: 'failed', error: { code: 'x', message: 'Only one class is left.', remedy: 'Choose another target.' } })
  expect(screen.getByText('Only one class is left.')).toBeInTheDocument()
  expect(screen.getByText(/Choose another target/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Train again' })).toBeEnabled()
})

test('Cancel asks first, then tells the server', async () => {
  const calls = serve(() => ({ data: training({ state: 'cancelled' }) }))
  const { user } = open()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(calls).toHaveLength(0)
  await user.click(await screen.findByRole('button', { name: 'Cancel the training' }))
  expect(calls[0]).toMatchObject({ method: 'POST', path: '/training', body: { session_id: 'S1', action: 'cancel' } })
})

test('a session without a run offers Train', () => {
  open({ state: 'configured', run_id: null })
  expect(screen.getByRole('button', { name: 'Train' })).toBeEnabled()
  expect(screen.queryByRole('progressbar')).not.toBeInTheDocument()
})

test('trials are drawn as they land, with the same numbers as a table', async () => {
  const trials = [trial({ value: 0.17 }), trial({ number: 1, value: 0.08, settings: { n_estimators: 700 } })]
  const { user } = open({ scores: { folds: [], trials } })
  expect(screen.getByRole('img', { name: /Fold 1: 2 trials, from 0.17 to 0.08 at best/ })).toBeInTheDocument()
  expect(screen.getByText(/Inner log-loss 0.1700 as chosen, 0.0800 at best/)).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of Fold 1' }))
  expect(screen.getByRole('row', { name: /^1 complete/ })).toHaveTextContent('n_estimators 700')
})

test('a search is stopped, and the best kept', async () => {
  const calls = serve(() => ({ data: training({ stop_requested: true }) }))
  const { user } = open({ scores: { folds: [], trials: [trial({ state: 'running', value: null })] } })
  await user.click(screen.getByRole('button', { name: 'Stop and keep the best' }))
  expect(calls[0]).toMatchObject({ method: 'POST', path: '/training', body: { session_id: 'S1', action: 'stop' } })
})

test('a stop that was asked for is said, and not asked for twice', () => {
  open({ stop_requested: true, scores: { folds: [], trials: [trial()] } })
  expect(screen.getByRole('button', { name: 'Stopping the search' })).toBeDisabled()
})

test('without a search there is nothing to stop', () => {
  open()
  expect(screen.queryByRole('button', { name: 'Stop and keep the best' })).not.toBeInTheDocument()
})
