import { screen, within } from '@testing-library/react'
import { detail, finding } from '@/testing/dataset-samples'
import { show } from '@/testing/render'
import { LeakGuard } from './leak-guard'

test('each finding has its number, its limit and its sentence, and leads to its column', async () => {
  const onOpen = vi.fn()
  const found = [
    finding('single_column_auc'),
    finding('near_unique', { column: 'rowid', value: 1, threshold: 0.9 }),
    finding('duplicates_across_groups', { column: null, value: 2, threshold: 0, locks: false }),
  ]
  const { user } = show(<LeakGuard dataset={detail({ findings: found })} onOpen={onOpen} />)
  expect(screen.getByText(/^2.columns of 3 stay locked/)).toBeInTheDocument()
  const row = screen.getByRole('row', { name: /koi_score AUC of the column alone 0\.994 0\.98 locked/ })
  expect(row).toHaveTextContent('koi_score: single_column_auc.')
  expect(screen.getByRole('row', { name: /rowid Share of different values 100\.0.% 90.%/ })).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /The whole table Rows under two stars 2 0 warned of/ })).toBeInTheDocument()
  expect(screen.getByText(/Looked for and not found: .*emptiness tells/)).toBeInTheDocument()
  await user.click(within(row).getByRole('button', { name: 'koi_score' }))
  expect(onOpen).toHaveBeenCalledWith('koi_score')
})

test('a clean table says so', () => {
  show(<LeakGuard dataset={detail({ findings: [] })} onOpen={() => {}} />)
  expect(screen.getByText('Nothing found')).toBeInTheDocument()
})
