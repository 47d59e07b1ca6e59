import { detailLines, factInWords } from './detail'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('the suffix of a name tells the unit', () => {
  expect(plain(factInWords('free_bytes', 79_597_854_464))).toBe('79.6 GB')
  expect(plain(factInWords('heartbeat_age_s', 3.7))).toBe('4 s ago')
  expect(factInWords('pid', 20725)).toBe('20725')
  expect(factInWords('reason', null)).toBe('–')
})

test('each worker has a line of its own', () => {
  const lines = detailLines({
    workers: [
      { name: 'w1', pid: 7 },
      { name: 'w2', pid: 8 },
    ],
    queue_depth: 0,
  })
  expect(lines.map(([term]) => term)).toEqual(['worker', 'worker', 'queue depth'])
  expect(lines[0]![1]).toBe('w1, pid 7')
})

test('no worker is said, not hidden', () => expect(detailLines({ workers: [] })).toEqual([['workers', 'none']]))
