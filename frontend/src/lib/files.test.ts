import { checkFile, formatBytes } from './files'

const file = (name: string, type = '', content = 'a,b\n1,2\n') => new File([content], name, { type })

test.each(['table.csv', 'TABLE.CSV', 'table.csv.gz', 'table.tsv', 'table.parquet', 'koi.tbl'])(
  '%s is a table by its name',
  (name) => {
    expect(checkFile([file(name)]).problem).toBeNull()
  },
)

test('the type that the browser reports does not matter', () => {
  expect(checkFile([file('table.csv', 'application/vnd.ms-excel')]).file).not.toBeNull()
})

test('a wrong file is named, with what would be right', () => {
  const { file: taken, problem } = checkFile([file('photo.png', 'image/png')])
  expect(taken).toBeNull()
  expect(problem).toMatch(/photo\.png.*CSV/)
})

test('an empty file, none and several are refused in words', () => {
  expect(checkFile([file('table.csv', '', '')]).problem).toMatch(/empty/)
  expect(checkFile([]).problem).toMatch(/Nothing/)
  expect(checkFile([file('a.csv'), file('b.csv')]).problem).toMatch(/2 files/)
})

test('sizes are decimal', () => {
  expect(formatBytes(2_800_000)).toBe('2.8\u00a0MB')
  expect(formatBytes(12)).toBe('12\u00a0B')
})
