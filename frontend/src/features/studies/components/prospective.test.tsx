import { screen } from '@testing-library/react'
import type { Prospective, Snapshot } from '@/client/wire'
import { study } from '@/testing/own-table-samples'
import { serve, show, type Call } from '@/testing/render'
import { ProspectivePanel } from './prospective'
import { ProspectiveObjects } from './prospective-objects'
import { ProspectiveResult } from './prospective-result'

const estimate = (value: number | null) => ({ value, low: value && value - 0.02, high: value && value + 0.02 })
const used = (snapshot: string, date: string) => ({ dataset: 'kepler', snapshot, date, sha256: 'h' })
const result = {
  text: 'Of 566 objects decided since, it ranked planets above others in 92 % of all pairs.',
  rows: 566,
  hosts: 540,
  evaluation: { metrics: { roc_auc: estimate(0.92), log_loss: estimate(0.3) } },
  new_hosts: { rows: 60, hosts: 58, metrics: { roc_auc: estimate(0.88) } },
  known_hosts: null,
  catalogue_score: {
    name: 'koi_score',
    rows: 500,
    metrics: { roc_auc: estimate(0.9) },
    model_metrics: {},
    difference: {},
  },
  fates: { PLANET: 400, 'FALSE POSITIVE': 166, undecided: 1200, gone: 0 },
  from: used('dr25', '2017-07-19'),
  to: used('cumulative', '2025-01-01'),
  tops: [{ length: 50, precision: { value: 1, low: 0.72, high: 1 }, found: 0.12, of_all: { PLANET: 40, gone: 10 } }],
  trained_rows: 6000,
  trained_hosts: 5500,
  undecided_then: 1797,
  features: [],
  warnings: [{ code: 'few', text: 'Few are around new stars.' }],
} as unknown as Prospective
const snapshots = [
  { id: 'new', date: '2025-01-01' },
  { id: 'old', date: '2017-07-19' },
] as unknown as Snapshot[]
const object = { object: 'K00752.01', score: 0.91, now: 'PLANET', host: '10797460', known_host: true }
const page = (more: object = {}) => ({ study_id: null, rows: [object], total: 30, page: 1, result: null, ...more })

const platform = (more: object) => (call: Call) =>
  call.path.startsWith('/api/studies') ? { data: study({ study: 'prospective', ...more }) } : { data: page() }

test('the verdict stands in a sentence, with every part of the ranking and what became of all', () => {
  show(<ProspectiveResult result={result} />)
  expect(screen.getByText(result.text)).toBeInTheDocument()
  expect(screen.getByText('Around stars it never saw')).toBeInTheDocument()
  expect(screen.queryByText('Around stars it knew')).not.toBeInTheDocument()
  expect(screen.getByText('The catalogue’s own koi_score')).toBeInTheDocument()
  expect(screen.getByText('400 PLANET, 166 FALSE POSITIVE, 1,200 still undecided')).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /^50/ })).toHaveTextContent('100.0 % (72 to 100)')
  expect(screen.getByText('Few are around new stars.')).toBeInTheDocument()
})

test('it asks with two different snapshots, and shows what came of it', async () => {
  const calls = serve(platform({ state: 'done', result }))
  const { user } = show(<ProspectivePanel sessionId="S1" snapshots={snapshots} missing={<p>one only</p>} />)
  await user.click(await screen.findByRole('button', { name: 'Look what became of them' }))
  expect(await screen.findByText(result.text)).toBeInTheDocument()
  expect(calls.find(({ method }) => method === 'POST')!.body).toMatchObject({
    study: 'prospective',
    from: 'old',
    to: 'new',
  })
  await user.click(screen.getByRole('combobox', { name: 'Look into' }))
  await user.click(screen.getByRole('option', { name: /19 July 2017/ }))
  expect(screen.getByText('Choose two different snapshots.')).toBeInTheDocument()
})

test('with one snapshot it says what is missing', () => {
  serve(() => ({ data: page() }))
  show(<ProspectivePanel sessionId="S1" snapshots={snapshots.slice(0, 1)} missing={<p>one only</p>} />)
  expect(screen.getByText('one only')).toBeInTheDocument()
})

test('the objects are narrowed and paged by the server; a list of another selection is explained', async () => {
  const calls = serve(() => ({ data: page({ study_id: 'T1' }) }))
  const { user, unmount } = show(<ProspectiveObjects sessionId="S1" fates={result.fates} />)
  expect(await screen.findByRole('row', { name: /K00752.01/ })).toHaveTextContent('0.910PLANET10797460yes')
  await user.click(screen.getByRole('button', { name: 'Next' }))
  await user.click(screen.getByRole('combobox', { name: 'What became of it' }))
  await user.click(screen.getByRole('option', { name: 'FALSE POSITIVE' }))
  await vi.waitFor(() => expect(calls.at(-1)!.query).toMatchObject({ truth: 'FALSE POSITIVE', page: '1' }))
  unmount()
  serve(() => ({ data: page() }))
  show(<ProspectiveObjects sessionId="S1" fates={result.fates} />)
  expect(await screen.findByText(/Train again to see it/)).toBeInTheDocument()
})
