import type { Curve, Curves } from '@/client/wire'
import { paletteIndex } from '@/components/ui/class-mark'
import type { Line } from './curve-option'

const byClass = (curve: Curves[keyof Curves]): Record<string, Curve> | null =>
  'by_class' in curve && !Array.isArray(curve.by_class) ? curve.by_class : null

/** One line, or one for each class against the rest. */
export function linesOf(curve: Curves[keyof Curves], x: string, y: string, name: string, hasPoints = false): Line[] {
  const classes = byClass(curve)
  const line = (columns: Curve) => ({ x: columns[x] ?? [], y: columns[y] ?? [], hasPoints })
  if (!classes) return [{ name, ...line(curve as Curve) }]
  const names = Object.keys(classes)
  return Object.entries(classes).map(([label, columns]) => ({
    name: label,
    place: paletteIndex(names, label),
    ...line(columns),
  }))
}

/** About so many points, evenly picked, for the table behind a curve. */
export function thin<T>(items: T[], most: number): T[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!)
}
