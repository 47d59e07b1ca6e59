import { screen, within } from '@testing-library/react'
import { show } from '@/testing/render'
import { column } from '@/testing/samples'
import { HistogramButton } from './histogram-button'

const histogram = { scale: 'linear' as const, edges: [0, 1, 2], counts: { PLANET: [1, 3], 'FALSE POSITIVE': [2, 2] } }

test('the small drawing opens the large one, which has its numbers as a table', async () => {
  const { user } = show(<HistogramButton column={column('koi_period', 'feature', { histogram })} />)
  await user.click(screen.getByRole('button', { name: /^koi period\. Middle half: PLANET/ }))
  const dialog = await screen.findByRole('dialog', { name: 'How it is spread' })
  await user.click(within(dialog).getByRole('button', { name: 'Table of koi period (days)' }))
  const row = within(dialog).getByRole('row', { name: /^1 to 2/ })
  expect(row).toHaveTextContent('3 (75.0 %)')
  expect(row).toHaveTextContent('2 (50.0 %)')
})

test('a column without numbers has none', () => {
  show(<HistogramButton column={column('koi_comment', 'leak')} />)
  expect(screen.queryByRole('button')).not.toBeInTheDocument()
})
