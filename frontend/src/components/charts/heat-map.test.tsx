import { screen, within } from '@testing-library/react'
import { show } from '@/testing/render'
import { HeatMap } from './heat-map'

test('every cell tells its number, and one that cannot is marked', () => {
  show(
    <HeatMap
      caption="Completeness"
      across="Period"
      down="Radius"
      columns={['1 to 3', '3 to 10']}
      rows={[
        {
          label: '2 to 4',
          cells: [
            { key: 'a', shade: 0.9, text: '95 %', more: '30 objects' },
            { key: 'b', shade: null, text: 'too few' },
          ],
        },
      ]}
    />,
  )
  const row = within(screen.getByRole('table', { name: 'Completeness' })).getByRole('row', { name: /^2 to 4/ })
  const [known, unknown] = within(row).getAllByRole('cell')
  expect(known).toHaveTextContent('95 %30 objects')
  expect(known).toHaveStyle({ '--shade': '45%' })
  expect(unknown).toHaveAttribute('data-unknown')
})
