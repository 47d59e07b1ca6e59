import type { HeatRow } from '@/components/charts/heat-map'
import type { CountedShare, Plane, PlaneCell } from '@/client/wire'
import { formatNumber, formatShare } from '@/lib/format'

export type Measure = 'completeness' | 'reliability'

type Range = PlaneCell['period']

/** Two ends of a cell, either of them open: "below 1", "1 to 3", "300 or more". */
export function rangeWords([low, high]: Range): string {
  if (low == null) return high == null ? 'any' : `below ${formatNumber(high)}`
  return high == null ? `${formatNumber(low)} or more` : `${formatNumber(low)} to ${formatNumber(high)}`
}

/** A share with its interval: 93.3 % (82 to 98). */
export function shareWords({ share, enough, objects }: CountedShare): string {
  if (!enough || share.value == null) return objects === 0 ? 'none' : 'too few'
  const whole = (part: number | null | undefined) => Math.round((part ?? 0) * 100)
  return `${formatShare(share.value)} (${whole(share.low)} to ${whole(share.high)})`
}

/** Below this a cell is not shaded at all: where a model is right half of the time, nothing is gained. */
const PALE = 0.5

const shadeOf = ({ share, enough }: CountedShare) =>
  enough && share.value != null ? (share.value - PALE) / (1 - PALE) : null

/** The plane as rows of cells, large planets at the top as on any such picture. */
export function planeRows({ cells, period_edges }: Plane, measure: Measure): HeatRow[] {
  const wide = period_edges.length + 1
  const rows = Array.from({ length: cells.length / wide }, (_, row) => cells.slice(row * wide, (row + 1) * wide))
  return rows.reverse().map((own) => ({
    label: rangeWords(own[0]!.radius),
    cells: own.map(({ period, counted }) => ({
      key: rangeWords(period),
      shade: shadeOf(counted[measure]),
      text: counted[measure].enough ? formatShare(counted[measure].share.value, 0) : shareWords(counted[measure]),
      more: `${counted[measure].hits} of ${counted[measure].objects}`,
    })),
  }))
}

export const periodTitles = ({ cells, period_edges }: Plane) =>
  cells.slice(0, period_edges.length + 1).map(({ period }) => rangeWords(period))

export const planeCsv = ({ cells }: Plane) => [
  ['period_low_days', 'period_high_days', 'radius_low_earth', 'radius_high_earth', 'objects'].concat(
    ...['completeness', 'reliability'].map((name) => [
      `${name}_hits`,
      `${name}_of`,
      name,
      `${name}_low`,
      `${name}_high`,
    ]),
  ),
  ...cells.map(({ period, radius, counted }) => [
    ...period,
    ...radius,
    counted.objects,
    ...[counted.completeness, counted.reliability].flatMap(({ hits, objects, share }) => [
      hits,
      objects,
      share.value,
      share.low ?? null,
      share.high ?? null,
    ]),
  ]),
]
