import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { DotIntervals, rangeOf } from './dot-intervals'

test('each value stands beside its name, with its uncertainty', () => {
  show(
    <DotIntervals
      rows={[
        { name: 'With them', estimate: { value: 0.985, low: 0.98, high: 0.99 } },
        { name: 'Without them', estimate: { value: 0.94, low: 0.93, high: 0.95 } },
        { name: 'Not measured', estimate: { value: null } },
      ]}
    />,
  )
  expect(screen.getByText('With them').closest('li')).toHaveTextContent('0.985 ± 0.005')
  expect(screen.getByText('Without them').closest('li')).toHaveTextContent('0.940 ± 0.010')
  expect(screen.queryByText('Not measured')).not.toBeInTheDocument()
})

test('the range holds every value, and zero where it is asked for', () => {
  const [low, high] = rangeOf([0.93, 0.95, 0.99])
  expect(low).toBeLessThan(0.93)
  expect(high).toBeGreaterThan(0.99)
  expect(rangeOf([0.5, 0.5])[1]).toBeGreaterThan(rangeOf([0.5, 0.5])[0])
  expect(rangeOf([0.97, 1], [0, 1])[1]).toBe(1)
  const { container } = show(
    <DotIntervals hasZero rows={[{ name: 'Difference', estimate: { value: 0.04, low: 0.03, high: 0.05 } }]} />,
  )
  expect(container.querySelector('[class*="zero"]')).toBeInTheDocument()
})

test('nothing to draw, nothing drawn', () => {
  show(<DotIntervals rows={[]} />)
  expect(screen.queryByRole('list')).not.toBeInTheDocument()
})
