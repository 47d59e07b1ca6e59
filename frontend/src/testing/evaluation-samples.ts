import type { Comparison, CountedShare, LearningCurve, Plane, TransferStudy, Trial } from '@/client/wire'

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

const share = (hits: number, objects: number, enough = true): CountedShare => ({
  hits,
  objects,
  enough,
  share: enough
    ? { value: hits / objects, low: hits / objects - 0.1, high: 1 }
    : { value: null, low: null, high: null },
})

const counted = (hits: number, objects: number, enough = true) => ({
  objects,
  hosts: objects,
  completeness: share(hits, objects, enough),
  reliability: share(hits, objects, enough),
})

/** Two periods by two radii, with one cell that holds too few. */
export const plane: Plane = {
  period_edges: [10],
  radius_edges: [2],
  cells: [
    { period: [null, 10], radius: [null, 2], counted: counted(19, 20) },
    { period: [10, null], radius: [null, 2], counted: counted(10, 20) },
    { period: [null, 10], radius: [2, null], counted: counted(3, 4, false) },
    { period: [10, null], radius: [2, null], counted: counted(0, 0, false) },
  ],
  unplaced: counted(3, 5, false),
  whole: counted(32, 49),
}

const estimate = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 })
const scores = (value: number) => ({
  accuracy: estimate(value),
  roc_auc: estimate(value),
  log_loss: estimate(1 - value),
})

export const transfer: TransferStudy = {
  matrix: {
    missions: ['Kepler', 'TESS'],
    classes: ['FALSE POSITIVE', 'PLANET'],
    split_hashes: {},
    warnings: [],
    cells: ['Kepler', 'TESS'].flatMap((train) =>
      ['Kepler', 'TESS'].map((test) => ({
        train,
        test,
        columns: ['orbital_period'],
        metrics: scores(train === test ? 0.97 : 0.6),
        rows: 900,
        hosts: 880,
        trained_rows: 6000,
        held_back: 0,
        home: scores(0.9),
        source: scores(0.9),
        difference: (train === test ? {} : { roc_auc: estimate(-0.3) }) as Record<string, ReturnType<typeof estimate>>,
        adapted: {},
        adapted_difference: {},
        text: '',
      })),
    ),
  },
  regimes: {
    missions: ['Kepler', 'TESS'],
    stages: [],
    scores: [
      {
        regime: 'staged',
        after: ['Kepler'],
        tested: 'TESS',
        metrics: scores(0.6),
        difference: {},
        change: {},
        rows: 9,
        hosts: 9,
      },
      {
        regime: 'staged',
        after: ['Kepler', 'TESS'],
        tested: 'TESS',
        metrics: scores(0.85),
        difference: {},
        change: {},
        rows: 9,
        hosts: 9,
      },
    ],
    columns: [],
    folds: 5,
    split_hash: 'h',
    text: 'After the stages.',
    warnings: [],
  },
  text: 'A model of Kepler is worth less on TESS.',
  warnings: [],
}

export const learningCurve: LearningCurve = {
  points: [
    { fraction: 0.5, hosts: 50, rows: 60, metrics: scores(0.8) },
    { fraction: 1, hosts: 100, rows: 120, metrics: scores(0.9) },
  ],
  last_doubling: scores(0.1),
  verdict: 'better',
  text: 'More decided objects should still help.',
  rows: 200,
  hosts: 180,
  folds: 5,
  split_hash: 'h',
  warnings: [],
}

export const comparison: Comparison = {
  session_id: 'S1',
  with: 'S2',
  this: { session_id: 'S1', run_id: 'R1', family: 'lightgbm', title: 'LightGBM', leaky: false, timing: {} },
  other: { session_id: 'S2', run_id: 'R2', family: 'lightgbm', title: 'LightGBM', leaky: true, timing: {} },
  differences: [
    { field: 'model.hyperparameters.num_leaves', this: 31, other: 15 },
    { field: 'evaluation.tuning.fits', this: 48, other: null },
  ],
  features: { only_this: ['koi_depth'], only_other: [], shared: 70 },
  metrics: {
    accuracy: {
      this: estimate(0.97),
      other: estimate(0.96),
      difference: estimate(0.01),
      lower_is_better: false,
      verdict: 'better',
    },
  },
  classes: ['FALSE POSITIVE', 'PLANET'],
  confusion_matrices: {},
  headline: 'accuracy',
  verdict: 'better',
  text: 'This one is better by 1.0 points.',
  rows: 100,
  hosts: 90,
  mcnemar: { both_right: 80, gained: 12, lost: 3, both_wrong: 5, p_value: 0.0004 },
  turned: [],
  split_hash: 'h',
  warnings: [],
}
