import { column } from '@/testing/samples'
import { initialFeatures, presetOf, searchColumns, toFeaturesChoice } from './feature-choice'

const columns = [
  column('koi_period'),
  column('koi_prad', 'feature', { unit: 'Earth radii', group: 'size' }),
  column('koi_score', 'leak'),
  column('koi_steff_err1', 'soft_leak'),
]
const presets = { physics: ['koi_period'], default: ['koi_period', 'koi_prad'] }
const draft = { columns, presets, target: null, engineered: false }

test('the search finds every word, in name, meaning, group or unit', () => {
  expect(searchColumns(columns, 'koi earth').map(({ name }) => name)).toEqual(['koi_prad'])
  expect(searchColumns(columns, '')).toHaveLength(4)
  expect(searchColumns(columns, 'zzz')).toHaveLength(0)
})

test('without a saved choice the default preset is chosen, for an own table every free column', () => {
  expect([...initialFeatures(null, columns, presets)]).toEqual(['koi_period', 'koi_prad'])
  expect([...initialFeatures(null, columns, {})]).toEqual(['koi_period', 'koi_prad'])
})

test('a saved choice comes back, without columns that are gone', () => {
  expect([...initialFeatures({ features: ['koi_prad', 'gone'] }, columns, presets)]).toEqual(['koi_prad'])
})

test('a choice that is a preset is sent as one', () => {
  expect(presetOf(new Set(['koi_period']), presets)).toBe('physics')
  expect(toFeaturesChoice({ ...draft, chosen: new Set(['koi_period']) })).toEqual({
    preset: 'physics',
    allow_leaks: [],
    engineered: false,
  })
})

test('a leak is sent by name, and named as allowed', () => {
  const sent = toFeaturesChoice({ ...draft, chosen: new Set(['koi_period', 'koi_score']) })
  expect(sent).toEqual({ features: ['koi_period', 'koi_score'], allow_leaks: ['koi_score'], engineered: false })
})

test('the target is never a feature', () => {
  const sent = toFeaturesChoice({
    ...draft,
    presets: {},
    target: 'koi_prad',
    chosen: new Set(['koi_period', 'koi_prad']),
  })
  expect(sent).toMatchObject({ target: 'koi_prad', features: ['koi_period'] })
})

test('the star is named for grouping, and is no feature', () => {
  const sent = toFeaturesChoice({
    ...draft,
    presets: {},
    target: 'koi_prad',
    host: 'koi_period',
    positive: 'planet',
    chosen: new Set(['koi_period', 'koi_score']),
  })
  expect(sent).toMatchObject({ host: 'koi_period', positive_class: 'planet', features: ['koi_score'] })
})
