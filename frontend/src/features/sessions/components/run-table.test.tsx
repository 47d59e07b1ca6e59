import { screen, within } from '@testing-library/react'
import type { SessionSummary } from '@/client/wire'
import { Toasts } from '@/components/ui/toasts'
import { serve, show } from '@/testing/render'
import { RunTable } from './run-table'

const run = (id: string, parts: Partial<SessionSummary>): SessionSummary => ({
  session_id: id,
  name: id,
  note: '',
  tags: [],
  state: 'trained',
  dataset: 'kepler',
  model: 'lightgbm',
  run_id: `run-${id}`,
  headline: { metric: 'accuracy', value: 0.95, low: 0.94, high: 0.96, leaky: false } as SessionSummary['headline'],
  settings: { 'evaluation.folds': 5, 'model.seed': 42, 'features.features': 68 },
  created_at: '2026-11-21T12:00:00Z',
  ...parts,
})
const runs = [
  run('first', { settings: { 'evaluation.folds': 5, 'model.seed': 42, 'features.features': 9 } }),
  run('second', {
    headline: { metric: 'accuracy', value: 0.99, low: 0.98, high: 0.995, leaky: true } as SessionSummary['headline'],
    note: 'saw the score',
    tags: ['lesson'],
  }),
]
const names = () => screen.getAllByRole('rowheader').map((cell) => within(cell).getByRole('link').textContent)

test('only settings that differ have a column, and every column sorts', async () => {
  const { user } = show(<RunTable runs={runs} />)
  expect(names()).toEqual(['second', 'first'])
  expect(screen.queryByRole('button', { name: /Seed/ })).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: /Columns/ }))
  expect(names()).toEqual(['first', 'second'])
  expect(screen.getByRole('columnheader', { name: /Columns/ })).toHaveAttribute('aria-sort', 'ascending')
  await user.type(screen.getByLabelText('Search runs'), 'lesson')
  expect(names()).toEqual(['second'])
  expect(screen.getByText('Leaky')).toBeInTheDocument()
})

test('a note is kept on the server and can be taken back', async () => {
  const calls = serve(() => ({ data: run('first', {}) }))
  const { user } = show(
    <>
      <RunTable runs={[runs[0]!]} />
      <Toasts />
    </>,
  )
  await user.click(screen.getByRole('button', { name: 'Name and note of first' }))
  await user.type(await screen.findByLabelText('Note'), 'good one')
  await user.click(screen.getByRole('button', { name: 'Keep' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(calls.map(({ body }) => (body as { note: string }).note)).toEqual(['good one', ''])
})
