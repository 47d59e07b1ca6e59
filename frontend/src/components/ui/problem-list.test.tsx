import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { ProblemList } from './problem-list'

const problem = { line: 7, column: 'koi_period', value: 'abc', message: '"abc" is not a number.' }

test('each problem names line, column, value and what is wrong', () => {
  show(<ProblemList problems={[problem]} consequence="They were read as missing." />)
  const row = screen.getByRole('row', { name: /7 koi_period abc/ })
  expect(row).toHaveTextContent('"abc" is not a number.')
})

test('it tells how many there are when only the first are listed', () => {
  show(<ProblemList problems={[problem]} total={120} consequence="They were read as missing." />)
  expect(screen.getByText(/120.problems in the file/)).toBeInTheDocument()
  expect(screen.getByText(/The first 1 are listed/)).toBeInTheDocument()
})

test('no problem, no list', () => {
  show(<ProblemList problems={[]} consequence="" />)
  expect(screen.queryByRole('table')).not.toBeInTheDocument()
})
