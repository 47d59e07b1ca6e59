import type { Histogram } from '@/client/wire'
import { paletteIndex } from '@/components/ui/class-mark'
import { formatNumber } from '@/lib/format'

const WITHOUT_CLASS: readonly string[] = ['', 'UNDECIDED']

/** One class of a histogram, its bins as shares of its own rows so that a rare class is as visible as a common one. */
export interface Shape {
  name: string
  /** Place in the palette. */
  index: number
  counts: number[]
  shares: number[]
}

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)

/** The classes to draw, in the palette's order. Rows without a class are drawn only where there is no class at all. */
export function shapesOf({ counts }: Histogram, classes: readonly string[] = []): Shape[] {
  const held = Object.keys(counts).filter((name) => sum(counts[name]!) > 0)
  const decided = held.filter((name) => !WITHOUT_CLASS.includes(name))
  const known = classes.length > 0 ? classes : decided
  return (decided.length > 0 ? decided : held)
    .map((name) => {
      const total = sum(counts[name]!)
      const shares = counts[name]!.map((count) => count / total)
      return { name, index: paletteIndex(known, name), counts: counts[name]!, shares }
    })
    .sort((a, b) => a.index - b.index)
}

/** The outline of a class: steps over the bins, in a box of the given size. */
export function outlineOf({ shares }: Shape, highest: number, width: number, height: number): string {
  const step = width / shares.length
  const y = (share: number) => (height * (1 - share / highest)).toFixed(1)
  const tops = shares.map((share, bin) => `V${y(share)}H${((bin + 1) * step).toFixed(1)}`)
  return `M0,${height}${tops.join('')}V${height}`
}

export const highestOf = (shapes: Shape[]) => Math.max(...shapes.flatMap(({ shares }) => shares))

/** The edges between which the middle half of the class lies. */
export function middleHalf({ shares }: Shape, edges: number[]): [number, number] {
  let passed = 0
  const ends = shares.map((share) => (passed += share))
  const bin = (part: number) =>
    Math.max(
      0,
      ends.findIndex((end) => end >= part - 1e-9),
    )
  return [edges[bin(0.25)]!, edges[bin(0.75) + 1]!]
}

/** The drawing in words, for those who cannot see it. */
export function wordsOf(label: string, { scale, edges }: Histogram, shapes: Shape[]): string {
  const halves = shapes.map((shape) => {
    const [low, high] = middleHalf(shape, edges)
    return `${shape.name || 'all rows'} ${formatNumber(low)} to ${formatNumber(high)}`
  })
  return `${label}${scale === 'log' ? ', logarithmic' : ''}. Middle half: ${halves.join('; ')}.`
}
