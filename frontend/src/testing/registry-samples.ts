import type { ModelVersion, RegisteredModel } from '@/client/wire-registry'

export const version = (number: number, more: Partial<ModelVersion> = {}): ModelVersion => ({
  name: 'kepler',
  version: number,
  origin: 'platform',
  note: '',
  created_at: '2026-11-21T11:47:41Z',
  promoted: false,
  family: 'lightgbm',
  title: 'LightGBM',
  task: 'binary',
  dataset: 'kepler',
  snapshot: 'dr25-2017-07-19',
  rows: 6257,
  classes: ['FALSE POSITIVE', 'PLANET'],
  positive_class: 'PLANET',
  features: ['koi_period', 'koi_prad'],
  metrics: { accuracy: { value: 0.976, low: 0.972, high: 0.98 }, roc_auc: { value: 0.9965, low: 0.995, high: 0.998 } },
  baselines: {},
  data_hash: 'd',
  split_hash: 's',
  exported: {},
  warnings: [],
  sha256: {},
  ...more,
})

export const registered = (more: Partial<RegisteredModel> = {}): RegisteredModel => ({
  name: 'kepler',
  state: 'serving',
  version: 1,
  origin: 'platform',
  promoted: version(1, { promoted: true }),
  versions: [version(1, { promoted: true })],
  history: [{ version: 1, note: 'First.', promoted_at: '2026-11-21T11:47:41Z' }],
  progress: null,
  ...more,
})
