import { screen, within } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import type { DatasetDetail } from '@/client/wire'
import { dataset, detail, diff, snapshot } from '@/testing/dataset-samples'
import { serve, show } from '@/testing/render'
import { Component } from '../dataset'
import { Catalogues } from '../home/catalogues'

const older = snapshot({ id: 'dr25-2017-07-19', date: '2017-07-19', rows: 8054, bundled: true })
const notes = [{ code: 'converted', count: 9564, text: '9,564 values of koi_time0 were converted.' }]

const open = (address: string, more: Partial<DatasetDetail> = {}) => {
  const data = detail({ snapshots: [snapshot(), older], notes, ...more })
  const answers: Record<string, unknown> = {
    '/api/datasets/kepler': data,
    '/api/datasets/kepler/diff': diff(),
    '/api/datasets/kepler/points': { snapshot: data.snapshot, x: axis, y: axis, points: [] },
  }
  const calls = serve(({ path }) => ({ data: answers[path] }))
  const page = (
    <Routes>
      <Route path="/datasets/:name" element={<Component />} />
    </Routes>
  )
  return { calls, ...show(page, address) }
}
const axis = { name: 'koi_period', label: 'Orbital period', unit: 'days' }

test('the overview tells classes, snapshots with checksum, and what was converted', async () => {
  open('/datasets/kepler')
  expect(await screen.findByRole('heading', { level: 1, name: 'Kepler' })).toBeInTheDocument()
  const snapshots = screen.getByRole('region', { name: 'Snapshots, newest first' })
  expect(within(snapshots).getByRole('row', { name: /1 October 2025 shown here/ })).toHaveTextContent('7a3d0b82561c…')
  const link = within(snapshots).getByRole('link', { name: 'Show this one' })
  expect(link).toHaveAttribute('href', '/datasets/kepler?snapshot=dr25-2017-07-19')
  expect(screen.getByText('9,564 values of koi_time0 were converted.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Copy the citation' })).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Refresh from NASA: Kepler' })).toBeEnabled()
})

test('the address says which snapshot, part and column are shown', async () => {
  const { calls } = open('/datasets/kepler?snapshot=dr25-2017-07-19&tab=columns&column=koi_period')
  expect(await screen.findByRole('dialog', { name: 'Orbital period' })).toBeInTheDocument()
  expect(calls[0]!.query).toMatchObject({ snapshot: 'dr25-2017-07-19' })
})

test('a finding leads to its column', async () => {
  const { user, router } = open('/datasets/kepler?tab=leaks')
  await user.click(await screen.findByRole('button', { name: 'koi_score' }))
  expect(router.state.location.search).toBe('?tab=columns&column=koi_score')
})

test('changes compare the newest two snapshots, and the filter stands in the address', async () => {
  const { calls, user, router } = open('/datasets/kepler?tab=changes')
  await user.click(await screen.findByRole('button', { name: 'Changed (437)' }))
  expect(calls.find(({ path }) => path.endsWith('/diff'))!.query).toMatchObject({ from: older.id, to: snapshot().id })
  expect(router.state.location.search).toContain('change=changed')
})

test('with a single snapshot a comparison offers to fetch another', async () => {
  open('/datasets/kepler?tab=changes', { snapshots: [snapshot()] })
  expect(await screen.findByText(/Only one snapshot is held/)).toBeInTheDocument()
})

test('a catalogue of which nothing is held offers to fetch it, and shows what its columns will mean', async () => {
  open('/datasets/kepler', { available: false, snapshot: null, snapshots: [], remedy: 'Set K2_URI to a folder.' })
  expect(await screen.findByText('Set K2_URI to a folder.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Fetch from NASA: Kepler' })).toBeEnabled()
  expect(screen.getByRole('region', { name: 'Columns one by one' })).toBeInTheDocument()
})

test('an own version that is not listed is named as such', async () => {
  open('/datasets/kepler?snapshot=extension-1', { snapshot: 'extension-1' })
  expect(await screen.findByText('extension-1')).toBeInTheDocument()
})

test('all catalogues are listed, the one that is not held with a way to fetch it', async () => {
  const k2 = { name: 'k2', title: 'K2', available: false, snapshots: [], remedy: 'Not here.' }
  serve(() => ({ data: { datasets: [dataset(), dataset(k2)] } }))
  show(<Catalogues />)
  expect(await screen.findAllByRole('article')).toHaveLength(2)
  expect(screen.getAllByRole('button')).toHaveLength(1)
  expect(screen.getByRole('button', { name: 'Fetch from NASA: K2' })).toBeEnabled()
})
