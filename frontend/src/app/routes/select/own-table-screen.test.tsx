import { screen, waitFor, within } from '@testing-library/react'
import type { Finding } from '@/client/wire'
import { common, comparison, dataset, extensionDiff, study, upload, uploadColumn } from '@/testing/own-table-samples'
import { serve, show, type Call } from '@/testing/render'
import { selection } from '@/testing/samples'
import { FeaturesScreen } from './features-screen'

const proposal = (canonical: string, unit = '', factor_text = '') => ({
  canonical,
  unit,
  factor_text,
  confidence: 'certain' as const,
  reason: `The name reads as ${canonical}.`,
})
const own = upload({
  columns: [
    uploadColumn('TOI', { kind: 'text', role: 'identifier', proposal: proposal('object_name') }),
    uploadColumn('TIC', { kind: 'text', role: 'identifier', proposal: proposal('host_id') }),
    uploadColumn('depth (%)', { proposal: proposal('transit_depth', 'percent', '× 10,000') }),
    uploadColumn('score'),
    uploadColumn('verdict', { kind: 'category', proposal: proposal('disposition') }),
  ],
  target_candidates: [
    { name: 'field', classes: ['north', 'south'] },
    { name: 'verdict', classes: ['eclipse', 'planet'] },
  ],
})
const scoreGivesAway: Finding = {
  column: 'score',
  code: 'single_column_auc',
  value: 0.998,
  threshold: 0.98,
  text: 'score alone tells eclipse and planet apart.',
  locks: true,
}
const chosen = selection({ data_source: { data_source: 'upload', upload_id: 'U1' } })

function answer(call: Call, refusal?: object): ReturnType<Parameters<typeof serve>[0]> {
  const { method, path, query, body } = call
  if (path === '/api/upload/U1') return { data: { ...own, findings: query.target ? [scoreGivesAway] : [] } }
  if (path === '/api/schema') return { data: { columns: common } }
  if (path === '/api/datasets') return { data: { datasets: [dataset] } }
  if (path === '/api/datasets/tess') return { data: dataset }
  if (path === '/select' && method === 'POST') return refusal ?? { data: chosen }
  if (path === '/api/studies') return { data: study({ state: 'queued' }) }
  if (path.endsWith('/extensions'))
    return (
      refusal ??
      ((body as { confirm?: string }).confirm
        ? { status: 201, data: { dataset: 'tess', snapshot: dataset.snapshots[0], session_id: 'S2', study_id: 'T2' } }
        : { data: extensionDiff })
    )
  return { data: study({ study: 'retraining', state: 'done', result: comparison }) }
}

function open(address = '/', refusal?: object) {
  const calls = serve((call) => answer(call, refusal))
  const posts = (path: string) => calls.filter((call) => call.method === 'POST' && call.path === path)
  return { ...show(<FeaturesScreen selection={chosen} />, address), calls, posts }
}
// Whole screens are drawn, on machines that do other things besides.
const PATIENCE = { timeout: 10_000 }
const mapped = {
  target: 'verdict',
  host: 'TIC',
  column_map: { TOI: 'object_name', 'depth (%)': 'transit_depth' },
  units: { 'depth (%)': 'percent' },
  features: ['transit_depth'],
  allow_leaks: [],
}

test('what the names say is filled in, measured, and saved by the shared names', async () => {
  const { user, calls, posts } = open()
  expect(await screen.findByRole('combobox', { name: 'Target column' })).toHaveValue('verdict')
  expect(screen.getByRole('combobox', { name: 'Column that names the star' })).toHaveValue('TIC')
  const found = await screen.findByRole('table', { name: 'What the leak guard found for verdict' })
  expect(within(found).getByRole('row', { name: /^score Locked/ })).toHaveTextContent('AUC 0.998 (limit 0.98)')
  expect(calls.find(({ query }) => query.target)?.query).toEqual({ target: 'verdict', host: 'TIC' })

  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  await waitFor(() => expect(posts('/select')).toHaveLength(1))
  expect(posts('/select')[0]!.body).toMatchObject({ config_type: 'features', ...mapped })
})

test('the price is asked of the columns on the screen, by the names that the server knows', async () => {
  const { user, posts } = open()
  await screen.findByText('1 column chosen under “Price it”', {}, PATIENCE)
  await user.click(screen.getByRole('button', { name: 'What would they buy?' }))
  await waitFor(() => expect(posts('/api/studies')).toHaveLength(1))
  expect(posts('/select')[0]!.body).toMatchObject(mapped)
  expect(posts('/api/studies')[0]!.body).toEqual({ session_id: 'S1', study: 'leak_price', columns: ['score'] })
})

test('a refusal lands on the field that it names', async () => {
  const fields = [{ field: 'units.depth (%)', message: 'percent does not convert.' }]
  const { user } = open('/', { status: 422, error: 'Wrong unit.', code: 'invalid_fields', details: { fields } })
  await screen.findByRole('combobox', { name: 'Target column' })
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  const list = screen.getByRole('list', { name: 'Your columns and what they are' })
  expect(await within(list).findByText('percent does not convert.')).toBeInTheDocument()
})

test('a catalogue is extended: looked at, confirmed by hash, kept, compared', async () => {
  const { user, posts, router } = open('/?use=extend')
  await user.click(await screen.findByRole('combobox', { name: 'Catalogue' }))
  await user.click(screen.getByRole('option', { name: 'TESS Objects of Interest' }))
  expect(await screen.findByRole('combobox', { name: 'Column that names the object' })).toHaveValue('TOI')
  expect(screen.getByRole('combobox', { name: '“planet” is' })).toHaveValue('CP')
  expect(screen.getByRole('combobox', { name: '“eclipse” is' })).toHaveValue('FP')

  await user.click(screen.getByRole('button', { name: 'Show what would change' }))
  expect(await screen.findByText(/Nothing has been kept yet/)).toBeInTheDocument()
  const request = {
    upload_id: 'U1',
    target: 'verdict',
    object_name: 'TOI',
    host: 'TIC',
    column_map: { 'depth (%)': 'transit_depth' },
    units: { 'depth (%)': 'percent' },
    class_map: { planet: 'CP', eclipse: 'FP' },
  }
  expect(posts('/api/datasets/tess/extensions')[0]!.body).toMatchObject(request)

  await user.click(screen.getByRole('button', { name: 'Keep this version and compare it' }))
  expect(await screen.findByText(comparison.text, {}, PATIENCE)).toBeInTheDocument()
  expect(posts('/api/datasets/tess/extensions')[1]!.body).toMatchObject({ ...request, confirm: 'd1ff' })
  expect(screen.getByRole('link', { name: 'Train this version' })).toHaveAttribute('href', '/sessions/S2/training')
  expect(router.state.location.search).toBe('?use=extend&catalogue=tess&study=T2&version=S2')
})

test('after a change the difference must be looked at again', async () => {
  const { user } = open('/?use=extend&catalogue=tess')
  await user.click(await screen.findByRole('button', { name: 'Show what would change' }))
  await screen.findByRole('button', { name: 'Keep this version and compare it' })
  await user.click(screen.getByRole('combobox', { name: '“planet” is' }))
  await user.click(screen.getByRole('option', { name: 'KP' }))
  expect(screen.queryByRole('button', { name: 'Keep this version and compare it' })).not.toBeInTheDocument()
})

test('the comparison is there again by its address', async () => {
  open('/?use=extend&catalogue=tess&study=T2&version=S2')
  expect(await screen.findByText(comparison.text, {}, PATIENCE)).toBeInTheDocument()
})
