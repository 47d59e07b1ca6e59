import type { Finding } from '@/client/wire'
import { findingNumber, findingTitle, lockingFirst } from './findings'

const finding = (more: Partial<Finding>): Finding => ({
  column: 'score',
  code: 'single_column_auc',
  value: 0.9981,
  threshold: 0.98,
  text: 'It tells.',
  locks: true,
  ...more,
})

test.each([
  [finding({}), 'AUC 0.998 (limit 0.98)'],
  [finding({ code: 'near_unique', value: 1, threshold: 0.9 }), '100.0\u00a0% (limit 0.9)'],
  [finding({ code: 'duplicate_rows', value: 12, threshold: 0 }), '12'],
  [finding({ code: 'known_leak', value: null, threshold: null }), '–'],
  [finding({ code: 'target_like_name', value: 1, threshold: 0.85 }), '–'],
])('the number is written as what it is', (found, text) => {
  expect(findingNumber(found)).toBe(text)
})

test('an unknown code is read as words', () => {
  expect(findingTitle('near_unique')).toBe('Names the rows')
  expect(findingTitle('brand_new')).toBe('brand new')
})

test('what locks comes first', () => {
  const [first] = lockingFirst([finding({ locks: false, column: 'a' }), finding({ column: 'b' })])
  expect(first?.column).toBe('b')
})
