import type { Trial } from '@/client/wire'

export const trial = (more: Partial<Trial> = {}): Trial => ({
  search: 'fold-1',
  number: 0,
  state: 'complete',
  value: 0.1,
  best: 0.1,
  scores: [0.1, 0.1],
  settings: { n_estimators: 60, learning_rate: 0.05 },
  seconds: 2,
  worker: 1,
  error: '',
  ...more,
})
