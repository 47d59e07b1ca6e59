import { detail, finding } from '@/testing/dataset-samples'
import { column } from '@/testing/samples'
import { filterColumns, judge, missingGap, type Filter } from './columns'
import { columnsCsv } from './columns-csv'

const judged = judge(detail().columns, [finding('single_column_auc'), finding('mask_only_auc', { column: null })])
const names = (filter: Partial<Filter>) =>
  filterColumns(judged, { search: '', role: null, group: null, order: 'table', ...filter }).map(
    ({ column: { name } }) => name,
  )

test.each([
  [{ search: 'ORBITAL period' }, ['koi_period']],
  [{ search: 'orbital_period' }, ['koi_period']],
  [{ search: 'solar radii' }, ['koi_srad']],
  [{ role: 'leak' as const }, ['koi_score']],
  [{ group: 'star' }, ['koi_srad']],
  [{ search: 'nothing like it' }, []],
  [{ order: 'name' as const }, ['koi_period', 'koi_score', 'koi_srad']],
  [{ order: 'missing' as const }, ['koi_srad', 'koi_period', 'koi_score']],
  [{ order: 'gap' as const }, ['koi_srad', 'koi_period', 'koi_score']],
  [{ order: 'told' as const }, ['koi_score', 'koi_period', 'koi_srad']],
])('%o shows %j', (filter, expected) => {
  expect(names(filter)).toEqual(expected)
})

test('the gap of missing cells is that between the classes', () => {
  expect(missingGap(column('a', 'feature', { missing_by_class: { A: 0.1, B: 0.6, C: 0.2 } }))).toBeCloseTo(0.5)
  expect(missingGap(column('a'))).toBe(0)
})

test('the column table has a line for each column, with its classes and findings', () => {
  const lines = columnsCsv(judged).trim().split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatch(/^name,canonical,label,unit,.*,missing in PLANET,missing in FALSE POSITIVE,findings$/)
  expect(lines[2]).toMatch(/^koi_srad,,Stellar radius,solar radii,.*,0.1,0.5,$/)
  expect(lines[3]).toMatch(/koi_score: single_column_auc\.$/)
})
