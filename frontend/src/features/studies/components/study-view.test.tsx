import { screen } from '@testing-library/react'
import { comparison, leakPrice, study } from '@/testing/own-table-samples'
import { serve, show } from '@/testing/render'
import { LeakPriceResult } from './leak-price'
import { StudyView } from './study-view'
import { VersionComparisonResult } from './version-comparison'

const open = () =>
  show(
    <StudyView studyId="T1" what="the price">
      {() => <p>The result</p>}
    </StudyView>,
  )

test('Cancel asks first, then tells the server', async () => {
  const calls = serve(({ path }) => ({ data: study(path.endsWith('/cancel') ? { state: 'cancelled' } : {}) }))
  const { user } = open()
  await user.click(await screen.findByRole('button', { name: 'Cancel the measurement' }))
  expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(0)
  await user.click(await screen.findByRole('button', { name: 'Stop measuring' }))
  expect(calls.find(({ method }) => method === 'POST')?.path).toBe('/api/studies/T1/cancel')
})

test('a failure shows cause and remedy', async () => {
  const error = { code: 'x', message: 'Only one class is left.', remedy: 'Choose another target.' }
  serve(() => ({ data: study({ state: 'failed', error }) }))
  open()
  expect(await screen.findByText('Only one class is left.')).toBeInTheDocument()
  expect(screen.getByText(/Choose another target/)).toBeInTheDocument()
})

test('a cancelled one says that nothing was kept', async () => {
  serve(() => ({ data: study({ state: 'cancelled' }) }))
  open()
  expect(await screen.findByText('The measurement was cancelled')).toBeInTheDocument()
})

test('one lost look keeps what was known', async () => {
  let looks = 0
  serve(() => {
    looks += 1
    return looks === 2 ? Promise.reject(new TypeError('Failed to fetch')) : { data: study() }
  })
  open()
  expect(await screen.findByText('No answer from the server', {}, { timeout: 5000 })).toBeInTheDocument()
  expect(screen.getByRole('progressbar')).toBeInTheDocument()
})

test('a done one hands its result on', async () => {
  serve(() => ({ data: study({ state: 'done', result: leakPrice }) }))
  open()
  expect(await screen.findByText('The result')).toBeInTheDocument()
})

test('the comparison of versions says the verdict, both numbers, and what turned', () => {
  show(<VersionComparisonResult comparison={comparison} />)
  expect(screen.getByText('No difference can be told')).toBeInTheDocument()
  expect(screen.getByText(comparison.text)).toBeInTheDocument()
  expect(screen.getAllByText('Catalogue alone')[0]!.closest('li')).toHaveTextContent('0.870 ± 0.010')
  expect(screen.getByText('Right only with your rows').nextSibling).toHaveTextContent('25')
  expect(screen.getByText('903 objects, 887 stars')).toBeInTheDocument()
})

test('many leaks are counted, the first named, and remarks stand beside them', () => {
  const leaks = Array.from({ length: 15 }, (_, number) => `leak_${number}`)
  const warnings = [{ code: 'leaks_not_priced', text: 'Not priced: rowid.' }]
  show(<LeakPriceResult price={{ ...leakPrice, leaks, warnings }} />)
  expect(screen.getByText(/leak_11 and 3 more/)).toBeInTheDocument()
  expect(screen.getByText('Not priced: rowid.')).toBeInTheDocument()
})
