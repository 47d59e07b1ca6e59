import { ApiError, lostConnection } from '@/client/api-error'
import { nextPoll } from './polling'

test.each(['trained', 'failed', 'cancelled', 'done', 'created', 'configured'])(
  'nothing is asked again in the state %s',
  (state) => {
    expect(nextPoll(state, null, 0)).toBe(false)
  },
)

test.each(['queued', 'training', 'running'])('the state %s is looked at again', (state) => {
  expect(nextPoll(state, null, 0)).toBeGreaterThan(0)
})

test('a lost answer is asked for again, later each time, and for ever', () => {
  const waits = [1, 2, 3, 50].map((failures) => nextPoll('training', lostConnection(), failures))
  expect(waits.every((wait) => typeof wait === 'number' && wait > 0)).toBe(true)
  expect([...waits].sort((a, b) => Number(a) - Number(b))).toEqual(waits)
  expect(Math.max(...waits.map(Number))).toBeLessThanOrEqual(15_000)
})

test('a refusal ends the polling', () => {
  expect(nextPoll('training', new ApiError('There is no such session.', 'unknown_session', 404), 1)).toBe(false)
})
