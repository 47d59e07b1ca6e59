import { screen } from '@testing-library/react'
import { learningCurve, transfer } from '@/testing/evaluation-samples'
import { study } from '@/testing/own-table-samples'
import { serve, show } from '@/testing/render'
import { rememberStudy, rememberedStudy } from '../model/remembered'
import { stageLines } from '../model/stages'
import { LearningCurvePanel } from './learning-curve-panel'
import { TransferPanel } from './transfer-panel'

test('transfer is asked for, watched and shown, and known again on return', async () => {
  let looks = 0
  const calls = serve(({ method }) => ({
    data:
      method === 'POST'
        ? study({ study: 'transfer', state: 'queued' })
        : (looks += 1) < 2
          ? study({ study: 'transfer' })
          : study({ study: 'transfer', state: 'done', result: transfer }),
  }))
  const { user } = show(<TransferPanel sessionId="S1" />)
  await user.click(screen.getByRole('button', { name: 'Measure across missions' }))
  expect(await screen.findByRole('progressbar', { name: 'Progress of the measurement' })).toBeInTheDocument()
  expect(await screen.findByText(transfer.text, {}, { timeout: 6000 })).toBeInTheDocument()
  expect(calls[0]).toMatchObject({ method: 'POST', body: { session_id: 'S1', study: 'transfer' } })
  const row = screen.getByRole('row', { name: /^Kepler 0.970/ })
  expect(row).toHaveTextContent('0.600own 0.900')
  expect(rememberedStudy('transfer', 'S1')).toBe('T1')
  expect(screen.getByRole('button', { name: 'Measure again' })).toBeEnabled()
})

test('a stage that was not measured leaves a gap in its line', () => {
  const lines = stageLines(transfer.regimes)
  expect(lines.find(({ name }) => name === 'TESS, in stages')?.values).toEqual([0.6, 0.85])
  expect(lines.find(({ name }) => name === 'Kepler, in stages')?.values).toEqual([null, null])
})

test('a learning curve that the server knows is shown without asking', async () => {
  const calls = serve(({ path }) => ({
    data:
      path === '/result'
        ? { study_id: 'T1', text: '', result: null }
        : study({ study: 'learning_curve', state: 'done', result: learningCurve }),
  }))
  const { user } = show(<LearningCurvePanel sessionId="S1" />)
  expect(await screen.findByText(learningCurve.text)).toBeInTheDocument()
  expect(calls.every(({ method }) => method === 'GET')).toBe(true)
  await user.click(screen.getByRole('button', { name: 'Table of Learning curve' }))
  expect(screen.getByRole('row', { name: /^50\.0.% 50 60/ })).toBeInTheDocument()
})

test('a study that is gone is asked anew', async () => {
  rememberStudy('transfer', 'S1', 'T1')
  serve(() => ({ status: 404, error: 'There is no study T1.', code: 'unknown_study' }))
  show(<TransferPanel sessionId="S1" />)
  expect(await screen.findByRole('button', { name: 'Measure across missions' })).toBeEnabled()
})

test('a refusal is said', async () => {
  serve(({ method }) =>
    method === 'POST' ? { status: 409, error: 'A training runs.', code: 'wrong_state' } : { data: study() },
  )
  const { user } = show(<TransferPanel sessionId="S2" />)
  await user.click(screen.getByRole('button', { name: 'Measure across missions' }))
  expect(await screen.findByText('A training runs.')).toBeInTheDocument()
})
