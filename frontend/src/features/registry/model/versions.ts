import type { ModelVersion } from '@/client/wire-registry'

const FACTS: [field: keyof ModelVersion, title: string][] = [
  ['title', 'Family'],
  ['dataset', 'Data'],
  ['snapshot', 'Snapshot'],
  ['rows', 'Decided objects'],
  ['origin', 'Made by'],
  ['note', 'Note'],
  ['data_hash', 'Data hash'],
  ['split_hash', 'Split hash'],
]

export interface Difference {
  title: string
  this: string
  other: string
}

const words = (value: unknown) => (value == null || value === '' ? '–' : String(value).slice(0, 80))

/** Only what differs between two versions, columns among it. */
export function differencesOf(one: ModelVersion, two: ModelVersion): Difference[] {
  const facts = FACTS.filter(([field]) => words(one[field]) !== words(two[field])).map(([field, title]) => ({
    title,
    this: words(one[field]),
    other: words(two[field]),
  }))
  const only = (a: ModelVersion, b: ModelVersion) => a.features.filter((name) => !b.features.includes(name)).join(', ')
  const [mine, theirs] = [only(one, two), only(two, one)]
  return mine || theirs
    ? [...facts, { title: 'Columns that the other lacks', this: words(mine), other: words(theirs) }]
    : facts
}

export const STATE_TITLES: Record<string, string> = {
  serving: 'Serves',
  registered: 'Not promoted',
  waiting: 'Waits to be trained',
  training: 'Is being trained',
  failed: 'Failed',
}
