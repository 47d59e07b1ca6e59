import { screen, within } from '@testing-library/react'
import { useState } from 'react'
import { detail } from '@/testing/dataset-samples'
import { show } from '@/testing/render'
import { column } from '@/testing/samples'
import { ColumnBrowser } from './column-browser'

function Page() {
  const [open, setOpen] = useState<string | null>(null)
  return <ColumnBrowser dataset={detail({ absent_columns: ['koi_x'] })} open={open} onOpen={setOpen} />
}
const table = () => screen.getByRole('region', { name: 'Columns one by one' })

test('each column has its role with the reason, its spread and its missing share by class', () => {
  show(<Page />)
  const leak = screen.getByRole('row', { name: /Disposition score/ })
  expect(leak).toHaveTextContent('Leak')
  expect(leak).toHaveTextContent('Reason for koi_score.')
  expect(leak).toHaveTextContent('alone: AUC 0.994')
  const radius = screen.getByRole('row', { name: /Stellar radius/ })
  expect(within(radius).getByText('PLANET').closest('li')).toHaveTextContent('10.0 %')
  expect(screen.getByRole('img', { name: /^Orbital period, logarithmic/ })).toBeInTheDocument()
  expect(screen.getByText(/^1.column of the catalogue is not in this snapshot/)).toBeInTheDocument()
})

test('search and role narrow the table, and what is left is counted', async () => {
  const { user } = show(<Page />)
  await user.click(screen.getByRole('searchbox', { name: 'Search columns' }))
  await user.paste('radius')
  expect(await screen.findByText(/^1 of 3.columns found$/)).toBeInTheDocument()
  expect(within(table()).getAllByRole('row')).toHaveLength(2)
  await user.paste(' nowhere')
  await user.click(await screen.findByRole('button', { name: 'show all' }))
  await user.click(screen.getByRole('combobox', { name: 'Role' }))
  await user.click(screen.getByRole('option', { name: 'Leak' }))
  expect(await screen.findByText(/^1 of 3.columns found$/)).toBeInTheDocument()
})

test('a long table shows its first columns, and the rest when asked', async () => {
  const columns = Array.from({ length: 63 }, (_, number) => column(`koi_${number}`))
  const { user } = show(<ColumnBrowser dataset={detail({ columns })} open={null} onOpen={() => {}} />)
  expect(within(table()).getAllByRole('row')).toHaveLength(61)
  await user.click(screen.getByRole('button', { name: /Show 3.further columns/ }))
  expect(within(table()).getAllByRole('row')).toHaveLength(64)
})

test('a column opens with its numbers and what was found', async () => {
  const { user } = show(<Page />)
  await user.click(screen.getByRole('button', { name: 'Disposition score' }))
  const sheet = await screen.findByRole('dialog', { name: 'Disposition score' })
  expect(sheet).toHaveTextContent('koi_score: single_column_auc.')
  await user.click(within(sheet).getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

test('the column table is downloaded as CSV', async () => {
  const made: Blob[] = []
  URL.createObjectURL = (blob) => (made.push(blob as Blob), 'blob:x')
  URL.revokeObjectURL = () => {}
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    expect(this.download).toBe('kepler-columns.csv')
  })
  const { user } = show(<Page />)
  await user.click(screen.getByRole('button', { name: 'Download the column table (CSV)' }))
  expect(clicked).toHaveBeenCalled()
  expect(await made[0]!.text()).toMatch(/^name,canonical,label/)
  clicked.mockRestore()
})
