import type { Column, ModelFamily, PredictForm, Role, Selection, StepChoice, TrainingStatus } from '@/client/wire'

export const column = (name: string, role: Role = 'feature', more: Partial<Column> = {}): Column => ({
  name,
  canonical: '',
  label: name.replaceAll('_', ' '),
  unit: 'days',
  description: `Meaning of ${name}.`,
  role,
  reason: role === 'feature' ? '' : `Reason for ${name}.`,
  group: 'orbit',
  kind: 'number',
  plausible_low: null,
  plausible_high: null,
  missing: 0.1,
  min: 1,
  median: 2,
  max: 3,
  distinct: 100,
  categories: [],
  histogram: null,
  missing_by_class: {},
  ...more,
})

export const selection = (more: Partial<Selection['selection']> = {}): Selection => {
  const nothing = { data_source: null, features: null, model: null, evaluation: null }
  return {
    session_id: 'S1',
    state: 'configured',
    selection: { ...nothing, ...more },
    effective: { ...nothing, ...more },
    missing: [],
  }
}

const family = (
  name: string,
  title: string,
  properties: ModelFamily['hyperparameters']['properties'],
): ModelFamily => ({
  name,
  title,
  summary: `About ${title}.`,
  recommended: name === 'lightgbm',
  pros: ['Quick'],
  cons: ['Hungry'],
  cost: 'seconds',
  unit: 'trees',
  explained_in: 'log-odds',
  hyperparameters: { properties },
})

export const families: ModelFamily[] = [
  family('lightgbm', 'LightGBM', {
    n_estimators: { type: 'integer', title: 'Trees', default: 700, minimum: 10, maximum: 5000 },
    learning_rate: { type: 'number', title: 'Learning rate', default: 0.05, minimum: 0.001, maximum: 1 },
    extra_trees: { type: 'boolean', title: 'Random split points', default: true },
  }),
  family('random_forest', 'Random forest', {
    n_estimators: { type: 'integer', title: 'Trees', default: 300, minimum: 10, maximum: 3000 },
    max_features: { type: 'string', title: 'Columns per split', default: 'sqrt', enum: ['sqrt', 'log2'] },
  }),
]

const way = (name: string, title: string, help: string) => ({ name, title, help })

/** One step of each part, as the server lists them. */
export const steps: StepChoice[] = [
  {
    field: 'imputation',
    part: 'model',
    title: 'Missing values',
    help: 'What stands in for an empty cell.',
    default: 'median',
    options: [
      way('median', 'Median', 'The middle value.'),
      way('indicator', 'Median and a mark', 'The median, and where it was missing.'),
    ],
  },
  {
    field: 'imbalance',
    part: 'evaluation',
    title: 'Rare classes',
    help: 'What is done for classes with few rows.',
    default: 'none',
    options: [way('none', 'Nothing', 'As they are.'), way('cost', 'Costs', 'As much as you say.')],
  },
  {
    field: 'calibration',
    part: 'evaluation',
    title: 'Calibration',
    help: 'Corrects probabilities.',
    default: 'none',
    options: [way('none', 'None', 'As they are.'), way('venn_abers', 'Venn-Abers', 'Gives an interval.')],
  },
]

export const training = (more: Partial<TrainingStatus> = {}): TrainingStatus => ({
  session_id: 'S1',
  run_id: 'R1',
  state: 'training',
  phase: 'folds',
  phases: [
    { name: 'reading', title: 'Read the table', state: 'done' },
    { name: 'folds', title: 'Cross-validate', state: 'running' },
    { name: 'saving', title: 'Save the model', state: 'waiting' },
  ],
  completed: 300,
  total: 1000,
  unit: 'trees',
  percent: 30,
  elapsed_s: 12,
  eta_s: 28,
  queue_position: null,
  message: 'Fold 2 of 5',
  log: [{ time: '2026-11-21T05:24:08+00:00', text: 'Reading dr25' }],
  scores: { folds: [{ fold: 0, metrics: { accuracy: 0.97 } }], trials: [] },
  attempt: 1,
  cancel_requested: false,
  stop_requested: false,
  leaky: false,
  error: null,
  ...more,
})

// What a field would buy, where nobody asked.
const unasked = { buys: '', high: null, low: null, missing: 0, role: 'feature', share: null }

export const form: PredictForm = {
  session_id: 'S1',
  run_id: 'R1',
  classes: ['FALSE POSITIVE', 'PLANET'],
  positive_class: 'PLANET',
  leaky: false,
  examples: [{ name: 'K00752.01', label: 'PLANET', values: { koi_period: 9.488, koi_prad: 2.26 } }],
  features: [
    {
      name: 'koi_period',
      label: 'Orbital Period',
      unit: 'days',
      description: '',
      kind: 'number',
      group: 'orbit',
      min: 0.26,
      median: 7.5,
      max: 1071,
      categories: [],
      required: false,
      ...unasked,
    },
    {
      name: 'koi_period_err1',
      label: 'Orbital Period Upper Unc.',
      unit: 'days',
      description: '',
      kind: 'number',
      group: 'orbit',
      min: 0,
      median: 0.1,
      max: 1,
      categories: [],
      required: false,
      ...unasked,
    },
    {
      name: 'koi_prad',
      label: 'Planetary Radius',
      unit: 'Earth radii',
      description: '',
      kind: 'number',
      group: 'size',
      min: 0.08,
      median: 2.4,
      max: 30000,
      categories: [],
      required: false,
      ...unasked,
    },
  ],
}
