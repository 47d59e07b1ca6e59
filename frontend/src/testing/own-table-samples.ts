import type {
  CommonColumn,
  DatasetDetail,
  ExtensionDiff,
  LeakPrice,
  Role,
  Study,
  Upload,
  UploadColumn,
  VersionComparison,
} from '@/client/wire'
import { column } from './samples'

export const uploadColumn = (name: string, more: Partial<UploadColumn> = {}): UploadColumn => ({
  ...column(name, 'feature', { label: name, unit: '', description: '', group: '' }),
  proposal: null,
  units: [],
  ...more,
})

const shared = (name: string, label: string, unit: string, units: string[], more: Partial<CommonColumn> = {}) => ({
  name,
  label,
  unit,
  units,
  description: `About the ${label.toLowerCase()}.`,
  group: 'orbit',
  kind: 'number',
  ...more,
})

/** A few columns of the common schema, with the roles that they have there. */
export const common: (CommonColumn & { role?: Role; reason?: string })[] = [
  shared('object_name', 'Object name', '', [], { group: 'bookkeeping', kind: 'text' }),
  shared('orbital_period', 'Orbital period', 'days', ['hours', 'days']),
  shared('orbital_period_upper_error', 'Orbital period, upper error', 'days', ['hours', 'days']),
  shared('transit_depth', 'Transit depth', 'ppm', ['fraction', 'percent', 'ppt', 'ppm']),
  {
    ...shared('planet_mass', 'Planet mass', 'Earth mass', ['Earth mass']),
    role: 'soft_leak',
    reason: 'Measured late.',
  },
  shared('kepler_magnitude', 'Kepler magnitude', 'mag', ['mag']),
]

export const upload = (more: Partial<Upload> = {}): Upload => ({
  upload_id: 'U1',
  filename: 'mine.csv',
  rows: 60,
  sha256: 'abc',
  created_at: '2026-11-21T05:24:08+00:00',
  columns: [],
  problems: [],
  preview: [],
  target_candidates: [],
  findings: [],
  ...more,
})

export const study = (more: Partial<Study> = {}): Study => ({
  study_id: 'T1',
  session_id: 'S1',
  study: 'leak_price',
  state: 'running',
  phase: 'folds',
  phases: [{ name: 'folds', title: 'Cross-validate', state: 'running' }],
  completed: 300,
  total: 1000,
  unit: 'trees',
  percent: 30,
  elapsed_s: 12,
  eta_s: 28,
  message: 'Without the leaks: fold 2 of 5',
  log: [],
  attempt: 1,
  error: null,
  result: null,
  ...more,
})

const estimates = (accuracy: number) => ({
  accuracy: { value: accuracy, low: accuracy - 0.01, high: accuracy + 0.01 },
  roc_auc: { value: accuracy, low: accuracy - 0.01, high: accuracy + 0.01 },
})

export const leakPrice: LeakPrice = {
  leaks: ['koi_score'],
  features: ['koi_period', 'koi_prad'],
  with_leaks: estimates(0.98),
  without_leaks: estimates(0.9),
  difference: { accuracy: { value: 0.08, low: 0.07, high: 0.09 }, roc_auc: { value: 0.08, low: 0.07, high: 0.09 } },
  text: 'With koi_score accuracy is 0.980; without it 0.900.',
  rows: 100,
  hosts: 80,
  folds: 5,
  split_hash: 'h',
  alone: {},
  warnings: [],
}

export const comparison: VersionComparison = {
  base: estimates(0.87),
  extended: estimates(0.88),
  difference: { accuracy: { value: 0.01, low: -0.01, high: 0.02 }, roc_auc: { value: 0.01, low: -0.01, high: 0.02 } },
  verdict: 'alike',
  text: 'No difference can be told: the accuracy moves by +1.0 points.',
  gained: 25,
  lost: 17,
  p_value: 0.28,
  rows: 903,
  hosts: 887,
  folds: 5,
  trained_rows: { base: 903, extended: 942 },
  new_rows: 39,
  changed_rows: 0,
  relabelled_rows: 0,
  classes: ['FALSE POSITIVE', 'PLANET'],
  confusion_matrices: {},
  split_hash: 'h',
  warnings: [],
}

/** A catalogue that can be extended. */
export const dataset: DatasetDetail = {
  name: 'tess',
  title: 'TESS Objects of Interest',
  description: '',
  citation: '',
  licence: '',
  source_url: '',
  rows: 2375,
  available: true,
  remedy: '',
  archive_tables: ['toi'],
  classes: ['FALSE POSITIVE', 'PLANET'],
  snapshots: [
    { id: 'exofop-2020-10-26', date: '2020-10-26', source: '', rows: 2375, sha256: '', bundled: true, notes: [] },
  ],
  tasks: [{ name: 'binary', title: 'Planet or not', classes: [], positive_class: 'PLANET', counts: {}, undecided: 0 }],
  snapshot: 'exofop-2020-10-26',
  target_column: 'tfopwg_disp',
  host_column: 'tid',
  object_column: 'toi',
  columns: [
    column('tfopwg_disp', 'target', { categories: ['FP', 'KP', 'CP', 'FA', 'APC', 'PC'] }),
    column('pl_orbper', 'feature', { canonical: 'orbital_period', label: 'Orbital Period', unit: 'days' }),
    column('pl_trandep', 'feature', { canonical: 'transit_depth', label: 'Transit Depth', unit: 'ppm' }),
    column('planet_snr', 'feature', { label: 'Signal-to-noise', unit: '' }),
  ],
  presets: {},
  findings: [],
  notes: [],
  absent_columns: [],
  preview: [],
}

export const extensionDiff: ExtensionDiff = {
  dataset: 'tess',
  snapshot: 'exofop-2020-10-26',
  diff_sha256: 'd1ff',
  counts: { new: 1, update: 1, unchanged: 0, conflict: 0, rejected: 1, left_out: 20 },
  transitions: [{ from: null, to: 'CP', count: 1 }],
  rows: [
    {
      line: 2,
      object: '119.01',
      host: '278683844',
      change: 'update',
      was: null,
      becomes: 'CP',
      changed: { pl_rade: [1.89243, 1.89244] },
    },
    { line: 3, object: '9999.01', host: '7', change: 'new', was: null, becomes: 'FP', changed: {} },
  ],
  rejected: [
    {
      line: 5,
      object: '125.03',
      column: 'Depth (%)',
      value: '-500',
      code: 'implausible',
      message: 'Check the value and its unit.',
    },
  ],
  notes: [{ code: 'left_out', count: 20, text: 'Rows without a class are left out: 20.' }],
}
