import { plane } from '@/testing/evaluation-samples'
import { periodTitles, planeCsv, planeRows, rangeWords, shareWords } from './plane'

test('open ends have words', () => {
  expect(
    [
      [null, 1],
      [1, 3],
      [300, null],
      [null, null],
    ].map((range) => rangeWords(range as [number, number])),
  ).toEqual(['below 1', '1 to 3', '300 or more', 'any'])
})

test('large planets stand at the top, and a cell with too few tells no share', () => {
  const rows = planeRows(plane, 'completeness')
  expect(rows.map(({ label }) => label)).toEqual(['2 or more', 'below 2'])
  expect(rows[0]!.cells.map(({ text, shade }) => [text, shade])).toEqual([
    ['too few', null],
    ['none', null],
  ])
  expect(rows[1]!.cells[0]).toMatchObject({ text: '95\u00a0%', more: '19 of 20' })
  expect(rows[1]!.cells[1]!.shade).toBe(0)
  expect(periodTitles(plane)).toEqual(['below 10', '10 or more'])
})

test('a share comes with its interval', () => {
  expect(shareWords(plane.cells[0]!.counted.completeness)).toBe('95.0\u00a0% (85 to 100)')
})

test('as a file every cell is a row', () => {
  const [head, ...rows] = planeCsv(plane)
  expect(rows).toHaveLength(4)
  expect(rows.every((row) => row.length === head!.length)).toBe(true)
})
