import { screen, within } from '@testing-library/react'
import { comparison } from '@/testing/evaluation-samples'
import { show } from '@/testing/render'
import { ComparisonView } from './comparison-view'
import { idOf, RunChooser } from './run-chooser'

test('only what was chosen differently is told, with the paired test', () => {
  show(<ComparisonView comparison={comparison} />)
  expect(screen.getByText('This run is better')).toBeInTheDocument()
  const table = screen.getByRole('table', { name: 'What differs' })
  expect(within(table).getByRole('row', { name: /num_leaves 31 15/ })).toBeInTheDocument()
  expect(within(table).getByRole('row', { name: /columns koi_depth/ })).toBeInTheDocument()
  expect(within(table).queryByText(/fits/)).not.toBeInTheDocument()
  expect(screen.getByText('below 0.001')).toBeInTheDocument()
  expect(screen.getByText(/The other run was trained with/)).toBeInTheDocument()
})

test('runs that do not differ say so', () => {
  const features = { only_this: [], only_other: [], shared: 71 }
  show(<ComparisonView comparison={{ ...comparison, differences: [], features, verdict: 'alike' }} />)
  expect(screen.getByText('No difference can be told')).toBeInTheDocument()
  expect(screen.getByText(/the same settings and columns/)).toBeInTheDocument()
})

test('the id is read from a link or taken as it is', () => {
  expect(idOf('http://x/app/sessions/AB-c_1/result?tab=trust')).toBe('AB-c_1')
  expect(idOf('  AB ')).toBe('AB')
})

test('a run is chosen from one’s own, or by link', async () => {
  const onChoose = vi.fn()
  const { user } = show(<RunChooser runs={[{ id: 'S2', title: 'Forest' }]} chosen={null} onChoose={onChoose} />)
  await user.click(screen.getByRole('button', { name: 'Forest' }))
  await user.type(screen.getByLabelText('Or the link of another session'), 'http://x/app/sessions/S3/result')
  await user.click(screen.getByRole('button', { name: 'Compare' }))
  expect(onChoose.mock.calls).toEqual([['S2'], ['S3']])
})
