import { screen } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { RankingTable } from './ranking-table'

const planet = {
  object: 'Kepler-186 f',
  host: 'Kepler-186',
  zone: 'conservative',
  habitability: 'conservative',
  p_conservative: 0.84,
  p_optimistic: 0.003,
  p_unknown: 0,
  insolation_flux: 0.326,
  insolation_low: 0.23,
  insolation_high: 0.466,
}
const page = { snapshot: 'eu-2019', rows: [planet], total: 40, counts: { conservative: 16, not: 3415 } }

test('planets are ranked, searched, narrowed and paged by the server', async () => {
  const calls = serve(() => ({ data: page }))
  const { user } = show(<RankingTable />)
  const row = await screen.findByRole('row', { name: /Kepler-186 f/ })
  expect(row).toHaveTextContent('84.0 %')
  expect(row).toHaveTextContent('0.326 (0.23 to 0.466)')
  expect(screen.getByText('Habitable, conservatively: 16. Not habitable: 3,415.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Next' }))
  await vi.waitFor(() => expect(calls.at(-1)!.query).toMatchObject({ page: '2' }))
  await user.click(screen.getByRole('combobox', { name: 'Class' }))
  await user.click(screen.getByRole('option', { name: 'Not known' }))
  await vi.waitFor(() => expect(calls.at(-1)!.query).toMatchObject({ habitability: 'unknown', page: '1' }))
  await user.type(screen.getByLabelText('Search planets and stars'), '186')
  await vi.waitFor(() => expect(calls.at(-1)!.query).toMatchObject({ search: '186' }))
})

test('when nothing matches it says so, and a failure may be tried again', async () => {
  serve(() => ({ data: { ...page, rows: [], total: 0 } }))
  const { unmount } = show(<RankingTable />)
  expect(await screen.findByText('No planet matches.')).toBeInTheDocument()
  unmount()
  serve(() => ({ status: 503, error: 'The catalogue is not held.' }))
  show(<RankingTable />)
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeInTheDocument()
})
