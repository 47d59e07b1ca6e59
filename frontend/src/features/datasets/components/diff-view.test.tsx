import { screen, within } from '@testing-library/react'
import { useState } from 'react'
import { diff, snapshot } from '@/testing/dataset-samples'
import { serve, show } from '@/testing/render'
import type { DiffAsked } from '../api/get-diff'
import { DiffView } from './diff-view'

const older = snapshot({ id: 'dr25-2017-07-19', date: '2017-07-19' })

function Page() {
  const [asked, setAsked] = useState<DiffAsked>({ from: older.id, to: snapshot().id, page: 1 })
  return <DiffView dataset="kepler" snapshots={[snapshot(), older]} asked={asked} onAsk={setAsked} />
}

test('counts, transitions as a square, and the objects that differ', async () => {
  const calls = serve(() => ({ data: diff() }))
  show(<Page />)
  expect((await screen.findByText('New')).parentElement).toHaveTextContent('1,510')
  expect(calls[0]!.query).toMatchObject({ from: older.id, to: snapshot().id, page: '1' })
  const square = screen.getByRole('region', { name: /^Changed verdicts/ })
  expect(within(square).getByRole('row', { name: 'CANDIDATE 430' })).toBeInTheDocument()
  expect(within(square).getByRole('row', { name: 'no verdict 7' })).toBeInTheDocument()
  expect(screen.getByRole('row', { name: 'K00004.01 3861595 changed CANDIDATE CONFIRMED' })).toBeInTheDocument()
  expect(screen.getByText('1–25 of 1,947')).toBeInTheDocument()
})

test('one kind of change is listed, by the page', async () => {
  const calls = serve(({ query }) => ({
    data: query.change === 'gone' ? diff({ rows: [], total: 0 }) : diff({ page: Number(query.page) }),
  }))
  const { user } = show(<Page />)
  await user.click(await screen.findByRole('button', { name: 'Changed (437)' }))
  await user.click(await screen.findByRole('button', { name: 'Next' }))
  expect(calls.at(-1)!.query).toMatchObject({ change: 'changed', page: '2' })
  await user.click(screen.getByRole('button', { name: 'Gone (0)' }))
  expect(await screen.findByText('There is no such object.')).toBeInTheDocument()
})

test('the same table on both sides has no changed verdict', async () => {
  const none = { counts: { new: 0, gone: 0, changed: 0, same: 5 }, transitions: [], rows: [], total: 0 }
  serve(() => ({ data: diff(none) }))
  show(<Page />)
  expect(await screen.findByText('No verdict changed.')).toBeInTheDocument()
})
