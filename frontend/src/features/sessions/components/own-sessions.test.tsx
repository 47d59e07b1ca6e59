import { screen } from '@testing-library/react'
import { rememberSession } from '@/lib/own-sessions'
import { serve, show } from '@/testing/render'
import { OwnSessions } from './own-sessions'

const session = {
  session_id: 'S1',
  name: '',
  note: '',
  tags: [],
  state: 'trained',
  dataset: 'kepler',
  model: 'lightgbm',
  run_id: 'R1',
  headline: { metric: 'accuracy', value: 0.977, low: 0.973, high: 0.981 },
  created_at: '2026-11-21T05:24:08+00:00',
}

test('without own sessions nothing is asked of the server', () => {
  const calls = serve(() => ({ data: { sessions: [session] } }))
  show(<OwnSessions />)
  expect(screen.getByText(/None yet/)).toBeInTheDocument()
  expect(calls).toHaveLength(0)
})

test('only the sessions of this browser are asked for, and each leads to where it stands', async () => {
  rememberSession('S1')
  const calls = serve(() => ({ data: { sessions: [session] } }))
  show(<OwnSessions />)
  expect(await screen.findByRole('link', { name: /Session of/ })).toHaveAttribute('href', '/sessions/S1/result')
  expect(calls[0]!.headers.get('X-Session-Ids')).toBe('S1')
  expect(screen.getByText(/97\.7 ± 0\.4.% accuracy/)).toBeInTheDocument()
})

test('deleting asks first, then forgets the session', async () => {
  rememberSession('S1')
  const calls = serve((call) => ({
    data: call.method === 'DELETE' ? { session_id: 'S1', deleted: true } : { sessions: [session] },
  }))
  const { user } = show(<OwnSessions />)
  await user.click(await screen.findByRole('button', { name: /^Delete session of/ }))
  await user.click(await screen.findByRole('button', { name: 'Delete for good' }))
  expect(await screen.findByText(/None yet/)).toBeInTheDocument()
  expect(calls.some(({ method, path }) => method === 'DELETE' && path === '/api/sessions/S1')).toBe(true)
})
