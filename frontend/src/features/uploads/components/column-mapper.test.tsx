import { screen, within } from '@testing-library/react'
import { useState } from 'react'
import { show } from '@/testing/render'
import { common, uploadColumn } from '@/testing/own-table-samples'
import { byName, proposedMapping, type Mapping } from '../model/mapping'
import { ColumnMapper } from './column-mapper'

const columns = [
  uploadColumn('note'),
  uploadColumn('depth (%)', {
    proposal: {
      canonical: 'transit_depth',
      unit: 'percent',
      factor_text: '× 10,000',
      confidence: 'certain',
      reason: 'The name reads as transit depth.',
    },
  }),
]

function open(problems = {}) {
  const seen = vi.fn()
  function Held() {
    const [mapping, setMapping] = useState<Mapping>(() => proposedMapping(columns, byName(common)))
    seen(mapping)
    return (
      <ColumnMapper columns={columns} targets={common} mapping={mapping} problems={problems} onChange={setMapping} />
    )
  }
  return { ...show(<Held />), seen }
}
const row = (name: string) => screen.getByText(name).closest('li')!

test('what is understood comes first, with its unit, its conversion, and how sure that is', () => {
  open()
  const [first] = screen.getAllByRole('listitem')
  expect(first).toBe(row('depth (%)'))
  expect(screen.getByRole('combobox', { name: 'What depth (%) is' })).toHaveValue('Transit depth (ppm)')
  expect(screen.getByRole('combobox', { name: 'Unit of depth (%)' })).toHaveValue('percent')
  expect(first).toHaveTextContent('From percent to ppm: × 10,000.')
  expect(first).toHaveTextContent('Certain')
  expect(screen.getByRole('meter')).toHaveAttribute('aria-valuenow', '1')
  expect(screen.getByText('1 of 3 shared measurements found')).toBeInTheDocument()
})

test('another column is chosen, and nothing can be chosen twice', async () => {
  const { user, seen } = open()
  await user.click(screen.getByRole('combobox', { name: 'What note is' }))
  expect(screen.getByRole('option', { name: 'Transit depth (ppm)' })).toHaveAttribute('data-combobox-disabled')
  await user.click(screen.getByRole('option', { name: 'Orbital period (days)' }))
  expect(seen.mock.lastCall?.[0]).toEqual({
    columnMap: { 'depth (%)': 'transit_depth', note: 'orbital_period' },
    units: { 'depth (%)': 'percent', note: 'days' },
  })
})

test('a proposal is let go', async () => {
  const { user, seen } = open()
  await user.click(screen.getByRole('combobox', { name: 'What depth (%) is' }))
  await user.click(screen.getByRole('option', { name: 'Kept as it is' }))
  expect(seen.mock.lastCall?.[0]).toEqual({ columnMap: {}, units: {} })
  expect(row('depth (%)')).toHaveTextContent('Kept as it is.')
})

test('refusals stand at the field that they name', () => {
  open({ 'column_map.depth (%)': 'There is no such column.', 'units.depth (%)': 'It does not convert.' })
  expect(within(row('depth (%)')).getByText('There is no such column.')).toBeInTheDocument()
  expect(within(row('depth (%)')).getByText('It does not convert.')).toBeInTheDocument()
})
