import { column } from '@/testing/samples'
import { initialFeatures, leaksToPrice, lockedOf, presetOf, searchColumns, toFeaturesChoice } from './feature-choice'

const columns = [
  column('koi_period'),
  column('koi_prad', 'feature', { unit: 'Earth radii', group: 'size' }),
  column('koi_score', 'leak'),
  column('koi_steff_err1', 'soft_leak'),
]
const presets = { physics: ['koi_period'], default: ['koi_period', 'koi_prad'] }
const draft = { columns, presets, engineered: false }
const own = { target: 'koi_prad', host: null, positive: null, columnMap: {}, units: {} }

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
    own,
    chosen: new Set(['koi_period', 'koi_prad']),
  })
  expect(sent).toMatchObject({ target: 'koi_prad', features: ['koi_period'] })
})

test('the star is named for grouping, and is no feature', () => {
  const sent = toFeaturesChoice({
    ...draft,
    presets: {},
    own: { ...own, host: 'koi_period', positive: 'planet' },
    chosen: new Set(['koi_period', 'koi_score']),
  })
  expect(sent).toMatchObject({ host: 'koi_period', positive_class: 'planet', features: ['koi_score'] })
})

test('a saved choice of mapped columns comes back under their own names', () => {
  const saved = { features: ['orbital_period', 'koi_prad'], column_map: { koi_period: 'orbital_period' } }
  expect([...initialFeatures(saved, columns, {})]).toEqual(['koi_period', 'koi_prad'])
})

test('locked columns begin with those that give most away', () => {
  const held = [column('kepid', 'identifier'), column('koi_steff_err1', 'soft_leak'), ...columns.slice(0, 3)]
  expect(lockedOf(held).map(({ name }) => name)).toEqual(['koi_score', 'koi_steff_err1', 'kepid'])
})

test('leaks that a model could take are priced by default', () => {
  const held = [...columns, column('koi_comment', 'leak', { kind: 'text' }), column('kepid', 'identifier')]
  expect([...leaksToPrice(held)]).toEqual(['koi_score'])
})
