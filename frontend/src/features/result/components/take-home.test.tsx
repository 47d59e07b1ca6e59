import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { TakeHome } from './take-home'

const files = { bundle: '/api/runs/R1/bundle.zip', report: null, out_of_fold: '/result/out_of_fold.csv' }

test('the bundle is a plain link, and no report is offered where there is none', () => {
  show(<TakeHome artifacts={files} />)
  expect(screen.getByRole('link', { name: /model bundle/ })).toHaveAttribute('href', files.bundle)
  expect(screen.queryByRole('link', { name: /report/ })).not.toBeInTheDocument()
})

test('a report is offered where there is one, and nothing where there is nothing', () => {
  const { unmount } = show(<TakeHome artifacts={{ ...files, bundle: null, report: '/report' }} />)
  expect(screen.getByRole('link', { name: /report/ })).toHaveAttribute('href', '/report')
  unmount()
  show(<TakeHome artifacts={{ ...files, bundle: null }} />)
  expect(screen.getByText(/no files/)).toBeInTheDocument()
})
