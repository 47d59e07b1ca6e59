import { screen } from '@testing-library/react'
import { useEffect } from 'react'
import { show } from '@/testing/render'
import { ChartFigure } from './chart-figure'
import { useChartTools } from './chart-tools'
import { partOf } from './zoom'

const looked: string[] = []
const zoom = {
  nearer: () => void looked.push('nearer'),
  farther: () => void looked.push('farther'),
  whole: () => void looked.push('whole'),
}

function Zoomed() {
  const offer = useChartTools()
  useEffect(() => {
    offer(zoom)
    return () => offer(null)
  }, [offer])
  return <p>drawn</p>
}

const figure = (chart = <p>drawn</p>) => (
  <ChartFigure
    title="ROC curve"
    caption="How many are found."
    chart={chart}
    table={<p>all numbers</p>}
    csv={() => [
      ['found', 'false_alarms'],
      [0.5, null],
    ]}
  />
)

test('every figure has its numbers as a table, and there is then no picture to keep', async () => {
  const { user } = show(figure())
  await user.click(screen.getByRole('button', { name: 'Table of ROC curve' }))
  expect(screen.getByText('all numbers')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Save ROC curve as PNG' })).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of ROC curve' }))
  expect(screen.getByText('drawn')).toBeInTheDocument()
})

test('the numbers are kept as CSV under the name of figure, session and day', async () => {
  const kept: { name: string; blob: Blob }[] = []
  let last: Blob | undefined
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: (blob: Blob) => ((last = blob), 'blob:x'), revokeObjectURL: () => {} }),
  )
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    kept.push({ name: this.download, blob: last! })
  })
  const { user } = show(figure(), '/sessions/abcdefghijkl/result')
  await user.click(screen.getByRole('button', { name: 'Save ROC curve as CSV' }))
  expect(kept[0]!.name).toMatch(/^roc-curve_abcdefgh_\d{4}-\d\d-\d\d\.csv$/)
  expect(await kept[0]!.blob.text()).toBe('found,false_alarms\r\n0.5,\r\n')
})

test('a chart that can be looked at nearer brings its buttons, others have none', async () => {
  const { user, unmount } = show(figure(<Zoomed />))
  await user.click(screen.getByRole('button', { name: 'Zoom into ROC curve' }))
  await user.click(screen.getByRole('button', { name: 'Whole ROC curve' }))
  expect(looked).toEqual(['nearer', 'whole'])
  unmount()
  show(figure())
  expect(screen.queryByRole('button', { name: /Zoom/ })).not.toBeInTheDocument()
})

test('nearer about a point keeps that point where it is', () => {
  const whole = { x: 50, y: 10, width: 400, height: 200 }
  const part = partOf(whole, [150, 60], 2)
  expect(part).toEqual({ x: 100, y: 35, width: 200, height: 100 })
  expect(partOf(part, [150, 60], 0.5)).toEqual(whole)
})
