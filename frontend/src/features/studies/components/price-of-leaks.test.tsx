import { screen, waitFor, within } from '@testing-library/react'
import { ApiError } from '@/client/api-error'
import { leakPrice, study } from '@/testing/own-table-samples'
import { serve, show } from '@/testing/render'
import { rememberPrice } from '../model/remembered'
import { PriceOfLeaks } from './price-of-leaks'

const open = (onAsk = vi.fn(), blockedBecause: string | null = null) => ({
  onAsk,
  ...show(<PriceOfLeaks sessionId="S1" count={1} blockedBecause={blockedBecause} onAsk={onAsk} />),
})
const ask = () => screen.getByRole('button', { name: 'What would they buy?' })

test('it is asked, counted, and answered in a sentence with both numbers', async () => {
  let looks = 0
  serve(() => ({ data: (looks += 1) < 2 ? study() : study({ state: 'done', result: leakPrice }) }))
  const { user } = open(vi.fn().mockResolvedValue(study({ state: 'queued' })))
  await user.click(ask())
  expect(await screen.findByRole('progressbar', { name: 'Progress of the measurement' })).toHaveAttribute(
    'aria-valuetext',
    '30.0 %, 300 of 1,000 trees',
  )
  expect(ask()).toBeDisabled()
  expect(await screen.findByText(leakPrice.text, {}, { timeout: 6000 })).toBeInTheDocument()
  expect(screen.getAllByText('With 1 leak')[0]!.closest('li')).toHaveTextContent('0.980 ± 0.010')
  expect(screen.getAllByText('Without')[0]!.closest('li')).toHaveTextContent('0.900 ± 0.010')
  expect(screen.getAllByText('+0.080 (+0.070 to +0.090)')).toHaveLength(2)
  expect(ask()).toBeEnabled()
})

test('the answer is there again on return, with its numbers as a table', async () => {
  rememberPrice('S1', 'T1')
  const calls = serve(() => ({ data: study({ state: 'done', result: leakPrice }) }))
  const { user } = open()
  expect(await screen.findByText(leakPrice.text)).toBeInTheDocument()
  expect(calls.map(({ path }) => path)).toEqual(['/api/studies/T1'])
  await user.click(screen.getByRole('button', { name: 'Table of With and without them' }))
  const row = within(screen.getByRole('table')).getByRole('row', { name: /^Accuracy/ })
  expect(row).toHaveTextContent('+0.080 (+0.070 to +0.090)')
})

test('a study that is gone is asked anew', async () => {
  rememberPrice('S1', 'T1')
  const calls = serve(() => ({ status: 404, error: 'There is no study T1.', code: 'unknown_study' }))
  open()
  await waitFor(() => expect(calls).toHaveLength(1))
  await waitFor(() => expect(screen.queryByRole('status', { name: /Loading/ })).not.toBeInTheDocument())
  expect(screen.queryByText(/There is no study/)).not.toBeInTheDocument()
  expect(ask()).toBeEnabled()
})

test('a refusal is said', async () => {
  const { user } = open(vi.fn().mockRejectedValue(new ApiError('A training runs. Wait for it.', 'wrong_state', 409)))
  await user.click(ask())
  expect(await screen.findByText('A training runs. Wait for it.')).toBeInTheDocument()
})

test('what is missing keeps it closed', () => {
  open(vi.fn(), 'Choose columns first.')
  expect(ask()).toBeDisabled()
  expect(screen.getByText('Choose columns first.')).toBeInTheDocument()
})
