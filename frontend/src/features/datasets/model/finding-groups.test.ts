import { finding } from '@/testing/dataset-samples'
import { groupFindings, notFound } from './finding-groups'

const titles = (codes: Parameters<typeof finding>[]) => groupFindings(codes.map((args) => finding(...args)))

test('findings are grouped by what they mean', () => {
  const groups = titles([
    ['constant', { value: 0 }],
    ['known_identifier', { value: null }],
    ['known_leak', { value: null }],
    ['known_leak', { value: null, locks: false }],
    ['missingness_auc'],
    ['duplicate_rows', { column: null }],
    ['something_new'],
  ])
  expect(groups.map(({ title }) => title)).toEqual([
    'Gives the answer away',
    'Carries traces of the verdict',
    'Emptiness tells',
    'Names rows or stars',
    'Duplicates',
    'Nothing to learn',
    'Further findings',
  ])
  expect(notFound(groups)).toEqual([])
})

test('what was measured stands before what is known, the strongest first', () => {
  const [group] = titles([
    ['known_leak', { value: null }],
    ['one_class_value', { value: 1 }],
    ['single_column_auc', { value: 0.985 }],
    ['single_column_auc', { value: 0.999 }],
  ])
  expect(group!.findings.map(({ code, value }) => [code, value])).toEqual([
    ['single_column_auc', 0.999],
    ['single_column_auc', 0.985],
    ['one_class_value', 1],
    ['known_leak', null],
  ])
})

test('what was looked for in vain is said', () => {
  expect(notFound(titles([['known_leak']]))).toContain('duplicates')
})
