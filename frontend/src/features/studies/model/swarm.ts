import type { ExplainedFeature } from '@/client/wire-explaining'

type Cells = ExplainedFeature['points']['value']
export type ScaleName = 'log_odds' | 'probability'

/** A dot: where it stands, what it holds, and how high that is among its column's values (null where not a number). */
export interface Dot {
  x: number
  y: number
  value: Cells[number]
  rank: number | null
}

const BINS = 60
const WIDEST = 0.42

/** How high each value is among all: 0 the lowest, 1 the highest, alike for alike; null where it is not a number. */
export function ranksOf(values: Cells): (number | null)[] {
  const sorted = values.filter((value) => typeof value === 'number').sort((a, b) => a - b)
  const last = Math.max(1, sorted.length - 1)
  const places = new Map<number, [number, number]>()
  sorted.forEach((value, at) => places.set(value, [places.get(value)?.[0] ?? at, at]))
  return values.map((value) => {
    if (typeof value !== 'number') return null
    const [first, end] = places.get(value)!
    return (first + end) / 2 / last
  })
}

/** Dots of one column around a line: where many stand at one place they spread, alternately above and below. */
export function swarmOf({ points }: ExplainedFeature, scale: ScaleName, line: number): Dot[] {
  const xs = points[scale]
  const low = Math.min(...xs)
  const span = Math.max(...xs) - low || 1
  const binOf = (x: number) => Math.min(BINS - 1, Math.floor(((x - low) / span) * BINS))
  const counts = new Array<number>(BINS).fill(0)
  for (const x of xs) counts[binOf(x)]! += 1
  const most = Math.max(...counts)
  const placed = new Array<number>(BINS).fill(0)
  const ranks = ranksOf(points.value)
  return xs.map((x, index) => {
    const bin = binOf(x)
    const nth = (placed[bin]! += 1)
    const side = nth % 2 === 0 ? 1 : -1
    return {
      x,
      y: line + (side * Math.floor(nth / 2) * 2 * WIDEST) / most,
      value: points.value[index]!,
      rank: ranks[index]!,
    }
  })
}

/** Low values blue, high ones orange, through grey: told apart by every eye. */
const RAMP: [number, number, number][] = [
  [35, 110, 190],
  [140, 150, 165],
  [230, 135, 20],
]

export function colourOf(rank: number | null, missing: string): string {
  if (rank == null) return missing
  const at = rank * (RAMP.length - 1)
  const from = Math.min(RAMP.length - 2, Math.floor(at))
  const part = at - from
  const mixed = RAMP[from]!.map((channel, index) => Math.round(channel + part * (RAMP[from + 1]![index]! - channel)))
  return `rgb(${mixed.join(',')})`
}

export const RAMP_CSS = `linear-gradient(90deg, ${RAMP.map((channels) => `rgb(${channels.join(',')})`).join(', ')})`
