import { dataset, upload } from '@/testing/own-table-samples'
import { blockedBecause, classesOf, dispositionsOf, extendable, proposedClasses, toRequest } from './draft'

const draft = {
  dataset: 'tess',
  snapshot: null,
  target: 'verdict',
  object: 'TOI',
  host: null,
  classMap: { planet: 'CP' },
}
const TESS = ['FP', 'KP', 'CP', 'FA', 'APC', 'PC']

test('only catalogues with verdicts of their own are extended', () => {
  const habitability = [{ ...dataset.tasks[0]!, name: 'habitability' }]
  const held = [
    dataset,
    { ...dataset, name: 'combined', archive_tables: [] },
    { ...dataset, name: 'planets', tasks: habitability },
    { ...dataset, name: 'k2', available: false },
  ]
  expect(extendable(held).map(({ name }) => name)).toEqual(['tess'])
})

test('the dispositions are those of the catalogue', () => {
  expect(dispositionsOf(dataset)).toEqual(TESS)
})

test.each([
  [['planet', 'eclipse', 'unsure'], TESS, { planet: 'CP', eclipse: 'FP' }],
  [['CP', 'kp', 'PC'], TESS, { CP: 'CP', kp: 'KP', PC: 'PC' }],
  [
    ['False_Positive', 'Confirmed'],
    ['CONFIRMED', 'FALSE POSITIVE'],
    { False_Positive: 'FALSE POSITIVE', Confirmed: 'CONFIRMED' },
  ],
  [['0', '1'], ['CONFIRMED', 'FALSE POSITIVE'], { '0': 'FALSE POSITIVE', '1': 'CONFIRMED' }],
])('classes %j are understood', (classes, dispositions, proposed) => {
  expect(proposedClasses(classes, dispositions)).toEqual(proposed)
})

test('classes belong to the chosen target', () => {
  const own = upload({ target_candidates: [{ name: 'verdict', classes: ['a', 'b'] }] })
  expect(classesOf(own, 'verdict')).toEqual(['a', 'b'])
  expect(classesOf(own, null)).toEqual([])
})

test.each([
  [{ dataset: null }, 'Choose a catalogue first.'],
  [{ target: null }, 'Say which column holds the verdict.'],
  [{ object: null }, 'Say which column names the object.'],
  [{ classMap: {} }, 'Say what at least one of your classes means.'],
  [{}, null],
])('%j is asked for first', (less, reason) => {
  expect(blockedBecause({ ...draft, ...less })).toBe(reason)
})

test('the request names everything', () => {
  const mapping = { columnMap: { P: 'orbital_period' }, units: { P: 'days' } }
  expect(toRequest('U1', draft, mapping)).toEqual({
    upload_id: 'U1',
    snapshot: null,
    target: 'verdict',
    host: null,
    object_name: 'TOI',
    column_map: { P: 'orbital_period' },
    units: { P: 'days' },
    class_map: { planet: 'CP' },
  })
})
