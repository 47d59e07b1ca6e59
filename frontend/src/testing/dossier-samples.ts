import type { Dossier, Orbit, Prediction, Transit } from '@/client/wire'

/** An answer with one reason. */
export const judged: Prediction = {
  prediction: 'PLANET',
  probability: 0.99,
  probabilities: { 'FALSE POSITIVE': 0.01, PLANET: 0.99 },
  score: 0.99,
  threshold: 0.5,
  interval: [0.94, 0.99],
  warnings: [],
  answered_by: {
    kind: 'whole',
    fields: [],
    accuracy: 0.97,
    log_loss: 0.1,
    whole_accuracy: 0.97,
    whole_log_loss: 0.1,
    text: 'Answered by the trained model.',
  },
  most_helpful: [],
  explanation: {
    predicted_class: 'PLANET',
    unit: 'log-odds',
    base_value: -0.5,
    output: 3.5,
    additivity_error: 0,
    note: '',
    summary: 'PLANET, mostly because of its radius.',
    log_odds: null,
    probability: null,
    warnings: [],
    contributions: [
      {
        feature: 'koi_prad',
        label: 'Planetary Radius',
        value: 2.26,
        unit: 'Earth radii',
        contribution: 4,
        text: 'planetary radius 2.26 raises the score',
        group: 'size',
        formula: '',
        log_odds: 4,
        probability: 0.5,
        error: 0,
      },
    ],
  },
}

export const quantity = (name: string, value: number | null, unit = '', spread = 0) => ({
  name,
  label: name.replaceAll('_', ' '),
  unit,
  value,
  low: value === null ? null : value - spread,
  high: value === null ? null : value + spread,
  source: 'as catalogued',
})

const nothingMissing = { available: true, missing: [] as string[], warnings: [] as { code: string; text: string }[] }

export const transit = {
  ...nothingMissing,
  time: [-2, -1, 0, 1, 2],
  flux: [1, 0.9995, 0.9994, 0.9995, 1],
  flux_low: [1, 0.9994, 0.9993, 0.9994, 1],
  flux_high: [1, 0.9996, 0.9995, 0.9996, 1],
  parameters: [quantity('orbital_period', 9.49, 'days')],
  limb_darkening: { source: 'Claret & Bloemen 2011' },
} as unknown as Transit

export const orbit = {
  ...nothingMissing,
  zone: 'too_hot',
  zone_edges: { recent_venus: 0.7, runaway_greenhouse: 0.9, maximum_greenhouse: 1.6, early_mars: 1.7 },
  semi_major_axis: quantity('semi_major_axis', 0.085, 'AU', 0.001),
  periastron: quantity('periastron', 0.085, 'AU'),
  apastron: quantity('apastron', 0.085, 'AU'),
  eccentricity: quantity('eccentricity', 0),
  stellar_radius: quantity('stellar_radius', 0.93, 'Solar radii'),
  stellar_radius_au: 0.0043,
} as unknown as Orbit

const check = (name: string, state: string, more: object = {}) => ({
  name,
  label: name.replaceAll('_', ' '),
  state,
  value: 2.26,
  low: 2.1,
  high: 2.5,
  unit: 'Earth radii',
  threshold: 'at most 22.4',
  reason: 'The largest known planets reach it.',
  source: 'Kipping 2018',
  fail_probability: null,
  ...more,
})

export const dossier = {
  checks: [
    check('size', 'pass'),
    check('grazing', 'fail'),
    check('density', 'uncertain', { fail_probability: 0.31 }),
    check('mass', 'not_testable', { value: null, low: null, high: null }),
  ],
  check_counts: { pass: 1, fail: 1, uncertain: 1, not_testable: 1 },
  not_testable: [{ name: 'centroid', label: 'Centroid shift', text: 'Needs pixels.', where: 'the light curves' }],
  transit,
  orbit,
} as unknown as Dossier
