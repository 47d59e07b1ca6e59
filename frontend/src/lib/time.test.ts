import { formatDay, formatSpan } from './time'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [125, '2 min 05 s'],
  [3840, '1 h 04 min'],
  [null, '–'],
])('%s seconds are %s', (seconds, text) => expect(plain(formatSpan(seconds))).toBe(text))

test('a day is the same everywhere on Earth', () => expect(formatDay('2017-07-19')).toBe('19 July 2017'))
test('what is not a date is shown as it came', () => expect(formatDay('unknown')).toBe('unknown'))
