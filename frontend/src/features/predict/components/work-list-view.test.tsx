import { screen } from '@testing-library/react'
import type { WorkList } from '@/client/wire-explaining'
import { show } from '@/testing/render'
import { WorkListView } from './work-list-view'

const range = (value: number, low: number | null, high: number | null) => ({ value, low, high })
const counts = {
  selected: 532,
  expected: range(514.2, 509, 526),
  expected_false_positives: range(17.8, 6, 23),
  expected_missed: range(396.8, null, null),
}
const list: WorkList = {
  target: 'PLANET',
  calibration: 'none',
  objects: 1797,
  expected: range(911, 870, 949),
  expected_by_class: {},
  purposes: [
    {
      objective: 'precision_at_least',
      value: 0.99,
      threshold: 0.92943128,
      reason: '',
      selected: 2023,
      precision: range(0.9901, 0.985, 0.994),
      recall: range(0.88, 0.86, 0.89),
      missed: range(0.12, 0.1, 0.14),
      false_positives: range(20, 12, 30),
      on_list: counts,
    },
    {
      objective: 'miss_at_most',
      value: 0.05,
      threshold: null,
      reason: 'No threshold finds so many.',
      selected: null,
      precision: null,
      recall: null,
      missed: null,
      false_positives: null,
      on_list: null,
    },
  ],
}

test('a purpose tells the length of its list with intervals, and cuts it', async () => {
  const onCut = vi.fn()
  const { user } = show(<WorkListView list={list} cut={null} threshold={undefined} onCut={onCut} />)
  expect(screen.getByText('911 (870 to 949)')).toBeInTheDocument()
  expect(
    screen.getByRole('row', {
      name: /99.% pure .*0\.929 532 514 .509 to 526. 18 .6 to 23./,
    }),
  ).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: /Cut the list: At least 99/ }))
  expect(onCut).toHaveBeenCalledWith(0.929431)
})

test('a purpose that no threshold serves says why', () => {
  show(<WorkListView list={list} cut={null} threshold={undefined} onCut={() => {}} />)
  expect(screen.getByRole('rowheader', { name: /Miss at most 5/ })).toBeInTheDocument()
  expect(screen.getByText('No threshold finds so many.')).toBeInTheDocument()
})

test('where the list is cut it says what to expect, and the whole comes back', async () => {
  const onCut = vi.fn()
  const cut = { threshold: 0.929431, ...counts }
  const { user } = show(<WorkListView list={list} cut={cut} threshold={0.929431} onCut={onCut} />)
  expect(screen.getByRole('status')).toHaveTextContent('holds 532 of 1,797 objects')
  expect(screen.getByRole('button', { name: /Cut the list: At least 99/ })).toHaveAttribute('aria-pressed', 'true')
  await user.click(screen.getByRole('button', { name: 'Show the whole list' }))
  expect(onCut).toHaveBeenCalledWith(undefined)
})
