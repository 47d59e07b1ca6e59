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
