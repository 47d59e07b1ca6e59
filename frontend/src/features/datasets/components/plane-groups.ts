import type { PlanePoint } from '@/client/wire'

const UNDECIDED = 'UNDECIDED'

/** Names of classes at their places in the palette; those of signals have theirs everywhere. */
export const PALETTE = ['HABITABLE', 'NOT HABITABLE', '', '', '', '', '', UNDECIDED]

/** Catalogue words to palette places: a confirmed planet and a predicted one share mark and colour. */
const PLACES: Record<string, number> = {
  CONFIRMED: 0,
  PLANET: 0,
  HABITABLE: 0,
  'FALSE POSITIVE': 1,
  'NOT HABITABLE': 1,
  CANDIDATE: 2,
}
const LAST = PALETTE.indexOf(UNDECIDED)

export const placeOf = (name: string) => PLACES[name] ?? LAST

/** Points by label. */
export function groupByClass(points: PlanePoint[]): Record<string, PlanePoint[]> {
  const groups: Record<string, PlanePoint[]> = {}
  for (const point of points) (groups[point.label || UNDECIDED] ??= []).push(point)
  return groups
}

const LARGE = 20
const FEWEST = 50

/** The share of false positives among the decided objects that are too large for planets, where there are enough. */
export function falsePositivesAmongLarge(points: PlanePoint[]): number | null {
  const decided = points.filter(({ y, label }) => y > LARGE && ['PLANET', 'FALSE POSITIVE'].includes(label))
  if (decided.length < FEWEST) return null
  return decided.filter(({ label }) => label === 'FALSE POSITIVE').length / decided.length
}

/** Lower quartile, median and upper quartile by nearest rank. */
export function quartiles(values: number[]): [number | null, number | null, number | null] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  return [at(0.25), at(0.5), at(0.75)]
}

/** The ends of a logarithmic axis: just outside the data, cut at half decades. */
export function logRange(values: number[]): { min: number; max: number } | object {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return {}
  const logs = positive.map(Math.log10)
  const low = logs.reduce((least, log) => Math.min(least, log))
  const high = logs.reduce((most, log) => Math.max(most, log))
  return { min: 10 ** (Math.floor(low * 2) / 2), max: 10 ** (Math.ceil(high * 2) / 2) }
}

/** The same points in layers of at most so many, dealt like cards, so that each layer covers the whole of them. */
export function dealt<T>(points: readonly T[], most: number): T[][] {
  const layers = Math.ceil(points.length / most)
  return Array.from({ length: layers }, (_, layer) => points.filter((_, index) => index % layers === layer))
}
