import { cellOf, shownColumns } from './batch-columns'

const classes = ['FALSE POSITIVE', 'PLANET']
const plain = (text: unknown) => String(text).replaceAll('\u00a0', ' ')

test('ends of intervals, and what the score says already, have no column of their own', () => {
  const columns = ['object', 'calibrated', 'interval_low', 'interval_high', 'probability_PLANET', 'score']
  expect(shownColumns({ columns }, classes)).toEqual(['object', 'calibrated', 'score'])
})

test('a value stands with its interval where it has one', () => {
  const row = { calibrated: 0.9, interval_low: 0.85, interval_high: 0.95, expected_so_far: 12.34 }
  expect(plain(cellOf(row, 'calibrated', classes))).toBe('90.0 % (85.0 % to 95.0 %)')
  expect(plain(cellOf(row, 'expected_so_far', classes))).toBe('12.3')
})
