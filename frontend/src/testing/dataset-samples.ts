import type { Dataset, DatasetDetail, Diff, Finding, Refresh, Snapshot } from '@/client/wire'
import { column } from './samples'

export const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  id: 'cumulative-2025-10-01',
  date: '2025-10-01',
  source: 'NASA Exoplanet Archive, table cumulative',
  rows: 9564,
  sha256: '7a3d0b82561cab35c9da2d232c8c675040c8f8c5eca44117b26340edbbffbd42',
  bundled: false,
  notes: [],
  ...more,
})

export const dataset = (more: Partial<Dataset> = {}): Dataset => ({
  name: 'kepler',
  title: 'Kepler',
  description: 'Every signal of Kepler.',
  citation: 'Thompson et al. 2018',
  licence: 'Public-domain facts of NASA.',
  source_url: 'https://example.org/columns',
  rows: 9564,
  available: true,
  remedy: '',
  archive_tables: ['cumulative', 'q1_q17_dr25_koi'],
  classes: ['FALSE POSITIVE', 'PLANET'],
  snapshots: [snapshot()],
  tasks: [
    {
      name: 'binary',
      title: 'Planet or false positive',
      classes: ['FALSE POSITIVE', 'PLANET'],
      positive_class: 'PLANET',
      counts: { 'FALSE POSITIVE': 3976, PLANET: 2281 },
      undecided: 1797,
    },
  ],
  ...more,
})

export const finding = (code: string, more: Partial<Finding> = {}): Finding => ({
  column: 'koi_score',
  code,
  value: 0.994,
  threshold: 0.98,
  text: `koi_score: ${code}.`,
  locks: true,
  ...more,
})

export const detail = (more: Partial<DatasetDetail> = {}): DatasetDetail => ({
  ...dataset(),
  snapshot: 'cumulative-2025-10-01',
  target_column: 'koi_disposition',
  host_column: 'kepid',
  object_column: 'kepoi_name',
  columns: [
    column('koi_period', 'feature', {
      label: 'Orbital period',
      canonical: 'orbital_period',
      histogram: { scale: 'log', edges: [1, 10, 100], counts: { PLANET: [3, 1], 'FALSE POSITIVE': [2, 2] } },
    }),
    column('koi_srad', 'feature', {
      label: 'Stellar radius',
      unit: 'solar radii',
      group: 'star',
      missing: 0.3,
      missing_by_class: { PLANET: 0.1, 'FALSE POSITIVE': 0.5 },
    }),
    column('koi_score', 'leak', { label: 'Disposition score', group: 'vetting' }),
  ],
  presets: {},
  findings: [finding('single_column_auc')],
  notes: [],
  absent_columns: [],
  preview: [{ koi_period: 9.488, koi_srad: 0.927, koi_score: 1 }],
  ...more,
})

export const refresh = (more: Partial<Refresh> = {}): Refresh => ({
  refresh_id: 'F1',
  dataset: 'k2',
  table: 'k2pandc',
  state: 'running',
  phase: 'downloading',
  phases: [
    { name: 'downloading', title: 'Download the table', state: 'running' },
    { name: 'checking', title: 'Check every row and column', state: 'waiting' },
  ],
  completed: 1_000_000,
  total: 4_000_000,
  unit: 'bytes',
  percent: 17.5,
  elapsed_s: 2,
  eta_s: 6,
  message: 'Downloading k2pandc',
  log: [],
  attempt: 1,
  error: null,
  queue_position: null,
  cancel_requested: false,
  outcome: null,
  snapshot: null,
  source: null,
  ...more,
})

export const diff = (more: Partial<Diff> = {}): Diff => ({
  dataset: 'kepler',
  from: 'dr25-2017-07-19',
  to: 'cumulative-2025-10-01',
  counts: { new: 1510, gone: 0, changed: 437, same: 7327 },
  transitions: [
    { from: 'CANDIDATE', to: 'CONFIRMED', count: 430 },
    { from: null, to: 'CONFIRMED', count: 7 },
  ],
  rows: [{ object: 'K00004.01', host: '3861595', change: 'changed', from: 'CANDIDATE', to: 'CONFIRMED' }],
  page: 1,
  per_page: 25,
  total: 1947,
  ...more,
})
