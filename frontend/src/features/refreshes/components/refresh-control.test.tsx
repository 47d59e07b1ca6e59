import { screen, waitFor } from '@testing-library/react'
import type { Refresh } from '@/client/wire'
import { refresh } from '@/testing/dataset-samples'
import { serve, show } from '@/testing/render'
import { rememberRefresh } from '../model/known-refreshes'
import { RefreshControl } from './refresh-control'

const control = (tables = ['k2pandc'], hasTableChoice = false) => (
  <RefreshControl dataset="k2" title="K2" tables={tables} label="Fetch from NASA" hasTableChoice={hasTableChoice} />
)
const press = () => screen.getByRole('button', { name: 'Fetch from NASA: K2' })
const open = (state: Partial<Refresh>, started: Partial<Refresh> = {}) => {
  const calls = serve(({ method }) => ({ data: refresh(method === 'POST' ? started : state) }))
  return { calls, ...show(control()) }
}

test('it starts a refresh and shows its counts', async () => {
  const { calls, user } = open({})
  await user.click(press())
  expect(calls[0]).toMatchObject({ method: 'POST', path: '/api/datasets/k2/refresh', body: { table: null } })
  const bar = await screen.findByRole('progressbar', { name: 'Progress of fetching K2' })
  expect(bar).toHaveAttribute('aria-valuetext', '17.5 %, 1,000,000 of 4,000,000 bytes')
  expect(screen.getByText('Fetching k2pandc: download the table')).toBeInTheDocument()
})

test('what came in is told, with the way to it', async () => {
  const done = { state: 'done', outcome: 'new', snapshot: 'k2pandc-2025-10-01', source: 'NASA, table k2pandc' } as const
  const { user } = open(done, { state: 'queued', queue_position: 1 })
  await user.click(press())
  expect(await screen.findByText('The snapshot k2pandc-2025-10-01 is held now', {}, { timeout: 4000 })).toBeVisible()
  expect(screen.getByText('NASA, table k2pandc')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Look at it' })).toHaveAttribute(
    'href',
    '/datasets/k2?snapshot=k2pandc-2025-10-01',
  )
})

test('a table that is the same says so, and is put away', async () => {
  const { user } = open({ state: 'done', outcome: 'unchanged', snapshot: 'k2pandc-2025-10-01' })
  await user.click(press())
  expect(await screen.findByText('Nothing new', {}, { timeout: 4000 })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Close' }))
  expect(screen.queryByText('Nothing new')).not.toBeInTheDocument()
})

test('a failure shows cause and remedy, and can be tried again', async () => {
  const error = { code: 'x', message: 'The archive did not answer.', remedy: 'Set ARCHIVE_MIRROR.' }
  const { user } = open({ state: 'failed', error }, { state: 'failed', error })
  await user.click(press())
  expect(await screen.findByText('The archive did not answer.')).toBeInTheDocument()
  expect(screen.getByText(/Set ARCHIVE_MIRROR/)).toBeInTheDocument()
  expect(press()).toBeEnabled()
})

test('a refusal to start is said', async () => {
  serve(() => ({ status: 503, error: 'The queue is away. Start Redis and try again.' }))
  const { user } = show(control())
  await user.click(press())
  expect(await screen.findByText('The queue is away. Start Redis and try again.')).toBeInTheDocument()
})

test('a refresh that runs already is found again, and is cancelled', async () => {
  rememberRefresh('k2', 'F1')
  const { calls, user } = open({})
  await user.click(await screen.findByRole('button', { name: 'Cancel fetching K2' }))
  await waitFor(() => expect(calls).toContainEqual(expect.objectContaining({ path: '/api/refreshes/F1/cancel' })))
})

test('a refresh that the server has forgotten leaves the button usable', async () => {
  rememberRefresh('k2', 'gone')
  serve(() => ({ status: 404, error: 'There is no refresh gone.' }))
  show(control())
  await waitFor(() => expect(press()).toBeEnabled())
})

test('another table of the archive can be chosen', async () => {
  const calls = serve(() => ({ data: refresh({ state: 'done', outcome: 'unchanged' }) }))
  const { user } = show(control(['cumulative', 'q1_q17_dr25_koi'], true))
  await user.click(screen.getByRole('combobox', { name: 'Table of the archive' }))
  await user.click(screen.getByRole('option', { name: 'q1_q17_dr25_koi' }))
  await user.click(press())
  await waitFor(() => expect(calls[0]).toMatchObject({ body: { table: 'q1_q17_dr25_koi' } }))
})
