import { toCsv } from './csv'

test('cells with separators, quotes and line breaks are quoted; what is missing is empty', () => {
  expect(
    toCsv([
      ['name', 'text'],
      ['a', 'one, "two"\nthree'],
      [0, null],
    ]),
  ).toBe('name,text\r\na,"one, ""two""\nthree"\r\n0,\r\n')
})

test('what a spreadsheet would run is text, and numbers stay numbers', () =>
  expect(toCsv([['=1+1', '-2.5', -3, '@x']])).toBe("'=1+1,-2.5,-3,'@x\r\n"))
