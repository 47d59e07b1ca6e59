import { screen, within } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { OwnPlanets } from './own-planets'

const place = (habitability: string, p: number, more: object = {}) => ({
  habitability_habitability: habitability,
  habitability_zone: habitability === 'not' ? 'too_hot' : 'conservative',
  habitability_p_conservative: p,
  habitability_p_optimistic: 0,
  habitability_p_unknown: habitability === 'unknown' ? 1 : 0,
  habitability_insolation_flux: 1,
  habitability_insolation_low: 0.9,
  habitability_insolation_high: 1.1,
  habitability_missing: habitability === 'unknown' ? 'planet_radius' : '',
  habitability_learned_score: null,
  ...more,
})
const judged = {
  recognised: [{ column: 'pl_rade', canonical: 'planet_radius', unit: 'Earth radii' }],
  counts: { conservative: 1, unknown: 1, not: 1 },
  columns: ['name', 'pl_rade'],
  rows: [
    { name: 'twin', pl_rade: 1, ...place('conservative', 0.8) },
    { name: 'riddle', pl_rade: null, ...place('unknown', 0) },
    { name: 'furnace', pl_rade: 1, ...place('not', 0) },
  ],
  total: 3,
}
const file = () => new File(['name,pl_rade\ntwin,1\n'], 'mine.csv', { type: 'text/csv' })
const drop = () => screen.getByLabelText<HTMLInputElement>('Drop a table of planets')

test('a table comes back ranked, says what it lacks, and can be narrowed to a class', async () => {
  serve(() => ({ data: judged }))
  const { user } = show(<OwnPlanets />)
  await user.upload(drop(), file())
  expect(await screen.findByText('3 planets judged')).toBeInTheDocument()
  const table = screen.getByRole('table', { name: 'Your planets, the most probably habitable first' })
  expect(
    within(table)
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent),
  ).toEqual(['twin', 'riddle', 'furnace'])
  expect(within(table).getByRole('row', { name: /riddle/ })).toHaveTextContent('planet radius')
  await user.click(screen.getByRole('combobox', { name: 'Show' }))
  await user.click(screen.getByRole('option', { name: 'Not habitable' }))
  expect(within(table).getAllByRole('rowheader')).toHaveLength(1)
})

test('the whole table is downloaded under its own name', async () => {
  const kept: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    kept.push(this.download)
  })
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => {} }))
  const calls = serve(() => ({ data: judged }))
  const { user } = show(<OwnPlanets />)
  await user.upload(drop(), file())
  await user.click(await screen.findByRole('button', { name: 'Download all rows (CSV)' }))
  await vi.waitFor(() => expect(kept).toHaveLength(1))
  expect(kept[0]).toMatch(/^habitability-mine-\d{4}-\d\d-\d\d\.csv$/)
  expect(calls.map(({ path }) => path)).toEqual(['/api/habitability/table', '/api/habitability/table.csv'])
})

test('a table that cannot be judged is answered with the server’s sentence', async () => {
  serve(() => ({ status: 422, error: 'The table has no column for its light.' }))
  const { user } = show(<OwnPlanets />)
  await user.upload(drop(), file())
  expect(await screen.findByText('The table has no column for its light.')).toBeInTheDocument()
})

test('while it waits it says so', async () => {
  serve(() => new Promise<never>(() => {}))
  const { user } = show(<OwnPlanets />)
  await user.upload(drop(), file())
  expect(await screen.findByText(/Judging mine\.csv/)).toBeInTheDocument()
})
