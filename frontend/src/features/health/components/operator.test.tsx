import { screen } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { tallies, tidied, waiting } from '../model/overview'
import { Operator } from './operator'

const overview = {
  time: '2026-11-21T12:00:00Z',
  workers: [],
  queue_depth: 2,
  oldest_queued_s: 65,
  redis: null,
  sessions: 12,
  jobs: [
    { kind: 'runs', state: 'done', count: 7 },
    { kind: 'runs', state: 'failed', count: 1 },
  ],
  failures: [
    {
      kind: 'runs',
      id: 'abc',
      session: 'se55',
      code: 'lost',
      message: 'Its worker was lost three times.',
      remedy: 'Give workers more memory.',
      attempt: 3,
      finished_at: '2026-11-21T11:00:00Z',
    },
  ],
  storage: {
    kinds: [{ kind: 'uploads', bytes: 2_000_000 }],
    used_bytes: 2_000_000,
    allowed_bytes: null,
    free_bytes: 9e9,
  },
  retention: {
    retention_days: 0,
    upload_retention_days: 1,
    batch_retention_days: 7,
    orphan_hours: 6,
    janitor_minutes: 60,
  },
  janitor: { started_at: null, finished_at: null, due_at: null, error: null, outcome: { sessions: 0 } },
  versions: { platform: '0.1.0', python: '3.12', database: 'sqlite', schema_revision: '0007', newest_revision: '0007' },
}

test('without the token it asks for one; with it, failures stand beside their remedy', async () => {
  const calls = serve(({ path, headers }) =>
    headers.get('Authorization') === 'Bearer right'
      ? { data: path.endsWith('/keys') ? { keys: [] } : overview }
      : { status: 403, error: 'Ask whoever runs this platform for one.', code: 'not_admin' },
  )
  const { user } = show(<Operator />)
  await user.type(await screen.findByLabelText('Admin token'), 'right')
  await user.click(screen.getByRole('button', { name: 'Show' }))
  expect(await screen.findByText('Give workers more memory.')).toBeInTheDocument()
  expect(screen.getByText('for ever')).toBeInTheDocument()
  expect(screen.getByRole('row', { name: 'Trainings 0 0 7 1 0' })).toBeInTheDocument()
  expect(await screen.findByText('No key yet.')).toBeInTheDocument()
  expect(calls.map(({ path }) => path.split('/').at(-1))).toEqual(['overview', 'overview', 'keys'])
  expect(JSON.stringify(localStorage)).not.toContain('right')
})

test('jobs are counted by kind, a state without any as none', () => {
  expect(tallies(overview.jobs as never)).toEqual([
    { kind: 'runs', queued: 0, running: 0, done: 7, failed: 1, cancelled: 0 },
  ])
})

test('what waits is counted over all kinds, from the database and not from messages', () => {
  expect(waiting(overview.jobs as never)).toBe(0)
  const queued = ['runs', 'studies'].map((kind) => ({ kind, state: 'queued', count: 3 }))
  expect(waiting([...overview.jobs, ...queued] as never)).toBe(6)
})

test('what the janitor did is told by what it is', () => {
  expect(tidied('seconds', 0.194)).toEqual(['Janitor took', '0.19 s'])
  expect(tidied('freed_bytes', 0)).toEqual(['Freed of lost files', '0\u00a0B'])
  expect(tidied('uploads', 3)).toEqual(['Removed: uploads', '3'])
})
