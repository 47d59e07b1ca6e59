import { screen } from '@testing-library/react'
import { extensionDiff } from '@/testing/own-table-samples'
import { show } from '@/testing/render'
import { DiffView } from './diff-view'
import { ExtensionReview } from './extension-review'

test('what would change is counted and listed, and so is what is not taken', () => {
  show(<DiffView diff={extensionDiff} />)
  expect(screen.getByText(/Nothing has been kept yet/)).toBeInTheDocument()
  expect(screen.getByText('Known ones that change').nextSibling).toHaveTextContent('1')
  const update = screen.getByRole('row', { name: /^119.01 Changed/ })
  expect(update).toHaveTextContent('noneCP')
  expect(update).toHaveTextContent('pl_rade 1.89243 → 1.89244')
  expect(screen.getByRole('row', { name: /^9999.01 New/ })).toHaveTextContent('–FP')
  expect(screen.getByRole('row', { name: /^5 125.03/ })).toHaveTextContent('Check the value and its unit.')
  expect(screen.getByText(/no verdict → CP/)).toBeInTheDocument()
})

test('nothing to change says so, and cannot be kept', () => {
  const nothing = { ...extensionDiff, counts: { new: 0, update: 0, rejected: 1 }, rows: [], transitions: [] }
  show(
    <ExtensionReview
      diff={nothing}
      blockedBecause={null}
      error={null}
      isAsking={false}
      isKeeping={false}
      isKept={false}
      onAsk={vi.fn()}
      onKeep={vi.fn()}
    />,
  )
  expect(screen.getByText('Nothing would change')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Keep this version/ })).not.toBeInTheDocument()
})
