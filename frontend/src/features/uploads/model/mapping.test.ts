import { common, uploadColumn } from '@/testing/own-table-samples'
import {
  asMapped,
  byName,
  conversionText,
  coreTargets,
  leavingOut,
  likelyUnit,
  mapTo,
  proposedMapping,
  unmap,
  withUnitOf,
} from './mapping'

const depth = uploadColumn('depth (%)', {
  unit: '%',
  proposal: { canonical: 'transit_depth', unit: 'percent', factor_text: '× 10,000', confidence: 'certain', reason: '' },
})
const period = uploadColumn('P', {
  proposal: { canonical: 'orbital_period', unit: 'days', factor_text: '', confidence: 'guess', reason: '' },
})
const other = uploadColumn('field', { kind: 'category' })
const targets = byName(common)
const nothing = { columnMap: {}, units: {} }

test('everything that is proposed is the mapping to begin with', () => {
  expect(proposedMapping([depth, period, other], targets)).toEqual({
    columnMap: { 'depth (%)': 'transit_depth', P: 'orbital_period' },
    units: { 'depth (%)': 'percent', P: 'days' },
  })
})

test('what cannot be chosen is not proposed, but the same name is', () => {
  const few = byName(common.filter(({ name }) => name !== 'transit_depth'))
  const same = uploadColumn('planet_mass')
  expect(proposedMapping([depth, same], few).columnMap).toEqual({ planet_mass: 'planet_mass' })
})

test('the unit is the proposed one, else the own one, else the shared one', () => {
  const transitDepth = targets.get('transit_depth')!
  expect(likelyUnit(depth, transitDepth)).toBe('percent')
  expect(likelyUnit(uploadColumn('d', { unit: 'ppt' }), transitDepth)).toBe('ppt')
  expect(likelyUnit(uploadColumn('d', { unit: 'bananas' }), transitDepth)).toBe('ppm')
})

test('a column is mapped, given a unit, and let go again', () => {
  const mapped = withUnitOf(mapTo(nothing, depth, targets.get('transit_depth')!), 'depth (%)', 'ppt')
  expect(mapped).toEqual({ columnMap: { 'depth (%)': 'transit_depth' }, units: { 'depth (%)': 'ppt' } })
  expect(unmap(mapped, 'depth (%)')).toEqual(nothing)
  expect(leavingOut(mapped, [null, 'depth (%)'])).toEqual(nothing)
})

test('mapped to something else, a column forgets its old unit', () => {
  const mapped = mapTo(nothing, depth, targets.get('transit_depth')!)
  expect(mapTo(mapped, depth, targets.get('object_name')!)).toEqual({
    columnMap: { 'depth (%)': 'object_name' },
    units: {},
  })
})

test.each([
  ['percent', 'From percent to ppm: × 10,000.'],
  ['ppt', 'From ppt to ppm.'],
  ['ppm', 'Taken as it is, in ppm.'],
])('the conversion from %s is told', (unit, text) => {
  expect(conversionText(depth, targets.get('transit_depth')!, unit)).toBe(text)
})

test('a factor for the shared unit is not told of another one', () => {
  const other = { ...targets.get('transit_depth')!, unit: 'fraction', hasOtherUnit: true }
  expect(conversionText(depth, other, 'percent')).toBe('From percent to fraction.')
})

test('coverage counts measurements only', () => {
  expect(coreTargets(common).map(({ name }) => name)).toEqual(['orbital_period', 'transit_depth', 'planet_mass'])
})

test('a mapped column carries the shared label and the stricter role', () => {
  const mass = uploadColumn('mass')
  const mapping = {
    columnMap: { mass: 'planet_mass', 'depth (%)': 'transit_depth' },
    units: { 'depth (%)': 'percent' },
  }
  const [first, second] = asMapped([mass, depth], targets, mapping)
  expect(first).toMatchObject({ name: 'mass', label: 'Planet mass', role: 'soft_leak', reason: 'Measured late.' })
  expect(second).toMatchObject({ label: 'Transit depth', role: 'feature', unit: 'percent' })
  expect(second!.description).toMatch(/From percent to ppm: × 10,000\.$/)
})
