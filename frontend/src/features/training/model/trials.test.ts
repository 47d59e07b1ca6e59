import { trial } from '@/testing/evaluation-samples'
import { bySearch, changedSettings, searchTitle } from './trials'

test('trials go by their search, and the best is a complete one', () => {
  const [first, final] = bySearch([
    trial({ number: 1, value: 0.3, state: 'pruned' }),
    trial({ number: 0, value: 0.5 }),
    trial({ number: 2, value: 0.4 }),
    trial({ number: 3, value: null, state: 'running' }),
    trial({ search: 'final', number: 0, value: 0.2 }),
  ])
  expect(first).toMatchObject({ title: 'Fold 1', start: 0.5, best: 0.4 })
  expect(first!.trials.map(({ number }) => number)).toEqual([0, 1, 2, 3])
  expect(first!.drawn).toHaveLength(3)
  expect(final!.title).toBe('Final model')
})

test('a search without a complete trial has no best', () => {
  expect(bySearch([trial({ state: 'running', value: null })])[0]).toMatchObject({ best: null, drawn: [] })
  expect(bySearch([])).toEqual([])
})

test('settings are told by what differs from the first', () => {
  const first = trial({ settings: { trees: 60, rate: 0.05 } })
  expect(changedSettings(first, undefined)).toBe('trees 60, rate 0.05')
  expect(changedSettings(first, first)).toBe('as chosen')
  expect(changedSettings(trial({ number: 2, settings: { trees: 60, rate: 0.123456 } }), first)).toBe('rate 0.123')
})

test('an unknown search keeps its name', () => {
  expect([searchTitle('fold-3'), searchTitle('final'), searchTitle('x')]).toEqual(['Fold 3', 'Final model', 'x'])
})
