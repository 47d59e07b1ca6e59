import { exportName, subjectOf } from './export-name'

test('a file is named after what it shows, the beginning of its session and the day', () => {
  const address = { pathname: '/sessions/kXTralvUThWqBLvhKf7b8Q/result', search: '?tab=why' }
  expect(exportName('ROC curve', 'png', address)).toMatch(/^roc-curve_kXTralvU_\d{4}-\d\d-\d\d\.png$/)
})

test('outside of a session the object, the table or nothing is named', () => {
  expect(subjectOf('/datasets/kepler/objects/K00752.01', '')).toBe('k00752-01')
  expect(subjectOf('/datasets/kepler/objects/K00752.01', '?session=abcdefghijk')).toBe('abcdefgh')
  expect(subjectOf('/datasets/kepler', '')).toBe('kepler')
  expect(subjectOf('/', '')).toBe('')
})
