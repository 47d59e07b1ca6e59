import { screen } from '@testing-library/react'
import { useState } from 'react'
import { usePageSize } from '@/lib/preferences'
import { show } from '@/testing/render'
import { Pager } from './pager'

afterEach(() => localStorage.clear())

function Table({ start = 1, total = 95 }) {
  const [page, setPage] = useState(start)
  return <Pager label="Pages" page={page} total={total} onPage={setPage} />
}

const OtherTable = () => {
  const [size, setSize] = usePageSize()
  return <button onClick={() => setSize(100)}>{size} elsewhere</button>
}

test('pages are turned, and not beyond the ends', async () => {
  const { user } = show(<Table start={3} />)
  expect(screen.getByText('51–75 of 95')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Next' }))
  expect(screen.getByText('76–95 of 95')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled()
})

test('another size keeps the first row in sight, and is remembered', async () => {
  const { user, unmount } = show(<Table start={3} />)
  await user.selectOptions(screen.getByRole('combobox', { name: 'Rows on a page' }), '10 rows')
  expect(screen.getByText('51–60 of 95')).toBeInTheDocument()
  unmount()
  show(<Table />)
  expect(screen.getByText('1–10 of 95')).toBeInTheDocument()
})

test('a page that another table’s choice left empty turns back to the last one', async () => {
  const { user } = show(
    <>
      <Table start={3} />
      <OtherTable />
    </>,
  )
  await user.click(screen.getByRole('button', { name: '25 elsewhere' }))
  expect(screen.getByText('1–95 of 95')).toBeInTheDocument()
})

test('few rows need no choice', () => {
  show(<Table total={7} />)
  expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
  expect(screen.getByText('1–7 of 7')).toBeInTheDocument()
})
