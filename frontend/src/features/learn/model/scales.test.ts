import { ladder } from './scales'

test.each([
  [1, 1],
  [1.1, 2],
  [4.2, 5],
  [11906, 20000],
  [0.3, 0.5],
])('%d stands on a scale to %d', (value, step) => expect(ladder(value)).toBeCloseTo(step))
