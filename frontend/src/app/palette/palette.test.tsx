import { screen } from '@testing-library/react'
import { dataset } from '@/testing/dataset-samples'
import { serve, show } from '@/testing/render'
import { asksObject, objectEntries } from './entries'
import { OpenPalette } from './open-palette'

const answer = (path: string) => {
  if (path.endsWith('/points')) return { points: [{ object: 'K00752.01', label: 'PLANET', x: 1, y: 1 }], x: {}, y: {} }
  if (path === '/api/datasets') return { datasets: [dataset()] }
  if (path === '/api/registry') return { models: [] }
  return { sessions: [] }
}

test('Ctrl-K opens it, words find screens, and names find objects; the keyboard alone goes there', async () => {
  const calls = serve(({ path }) => ({ data: answer(path) }))
  const { user, router } = show(<OpenPalette sessionId={undefined} />)
  await user.keyboard('{Control>}k{/Control}')
  const field = await screen.findByRole('combobox', { name: /Go to/ })
  await user.type(field, 'leak')
  expect(await screen.findByRole('option', { name: /Leak lab/ })).toHaveAttribute('aria-selected', 'true')
  expect(calls.some(({ path }) => path.endsWith('/points'))).toBe(false)
  await user.clear(field)
  await user.type(field, 'k00752')
  await screen.findByRole('option', { name: /K00752\.01/ })
  await user.keyboard('{Enter}')
  expect(router.state.location.pathname).toBe('/datasets/kepler/objects/K00752.01')
  expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
})

test('Enter right after the last letter goes to what was typed, not to what stood there before', async () => {
  serve(({ path }) => ({ data: answer(path) }))
  const { user, router } = show(<OpenPalette sessionId="s1" />)
  await user.keyboard('{Control>}k{/Control}')
  const field = await screen.findByRole<HTMLInputElement>('combobox', { name: /Go to/ })
  await screen.findByRole('option', { name: /Training/ })
  // As a browser does it: both events come before work of lower priority has a turn.
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false)
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'health')
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await Promise.resolve()
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await vi.waitFor(() => expect(router.state.location.pathname).toBe('/health'))
})

test('objects are found by any part of the name, dots and spaces aside', () => {
  const names = ['K00752.01', 'K10752.01', 'Kepler-22 b']
  expect(objectEntries('kepler', names, 'k752'.replace('k', '0')).map(({ title }) => title)).toEqual([
    'K00752.01',
    'K10752.01',
  ])
  expect(objectEntries('planets', names, 'kepler22').map(({ title }) => title)).toEqual(['Kepler-22 b'])
  expect([asksObject('koi'), asksObject('k7'), asksObject('k75')]).toEqual([false, false, true])
})
