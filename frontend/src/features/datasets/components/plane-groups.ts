import type { PlanePoint } from '@/client/wire'

/** Points by label; undecided objects, drawn first, lie under the decided ones. */
export function groupByClass(points: PlanePoint[]): Record<string, PlanePoint[]> {
  const groups: Record<string, PlanePoint[]> = {}
  for (const point of points) (groups[point.label || 'UNDECIDED'] ??= []).push(point)
  return groups
}

/** Lower quartile, median and upper quartile by nearest rank. */
export function quartiles(values: number[]): [number | null, number | null, number | null] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  return [at(0.25), at(0.5), at(0.75)]
}
