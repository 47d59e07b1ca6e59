import type { Finding } from '@/client/wire'
import { column } from '@/testing/samples'
import { findingsByColumn, isMeasured, lockedByFindings } from './findings'

const finding = (more: Partial<Finding>): Finding => ({
  column: 'score',
  code: 'single_column_auc',
  value: 0.99,
  threshold: 0.98,
  text: 'It tells.',
  locks: true,
  ...more,
})

test('findings are held by column; those of the table have none', () => {
  const found = findingsByColumn([finding({}), finding({ code: 'constant' }), finding({ column: null })])
  expect(found.get('score')).toHaveLength(2)
  expect(found.size).toBe(1)
})

test('what a role tells is known, everything else was measured', () => {
  expect(isMeasured(finding({ code: 'known_leak' }))).toBe(false)
  expect(isMeasured(finding({}))).toBe(true)
})

test('a feature that gives the answer away becomes a leak with the measured reason', () => {
  const columns = [column('score'), column('depth'), column('kepid', 'identifier')]
  const found = [finding({}), finding({ column: 'depth', locks: false }), finding({ column: 'kepid' })]
  expect(lockedByFindings(columns, found).map(({ role, reason }) => [role, reason])).toEqual([
    ['leak', 'It tells.'],
    ['feature', ''],
    ['identifier', 'Reason for kepid.'],
  ])
})
