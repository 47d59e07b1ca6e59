import type { Quantity } from '@/client/wire'
import { formatNumber, formatUnit, NOTHING } from '@/lib/format'

export interface Spread {
  value: number | null
  low: number | null
  high: number | null
}

/** A value with the 16th to 84th percentile: 2.26 (2.11 to 2.52). */
export function spreadWords({ value, low, high }: Spread, unit = ''): string {
  if (value == null) return NOTHING
  const main = unit ? `${formatNumber(value)}\u00a0${formatUnit(unit)}` : formatNumber(value)
  const shown = [formatNumber(low), formatNumber(high)]
  return low == null || high == null || shown[0] === shown[1] ? main : `${main} (${shown.join(' to ')})`
}

export const quantityWords = (quantity: Quantity) => spreadWords(quantity, quantity.unit)

/** planet_mass as people write it. */
export const plain = (name: string) => name.replaceAll('_', ' ')

export const ZONES: Record<string, string> = {
  too_hot: 'too hot: nearer than recent Venus',
  optimistic_inner: 'inner edge of the zone, if one is optimistic',
  conservative: 'within the conservative zone',
  optimistic_outer: 'outer edge of the zone, if one is optimistic',
  too_cold: 'too cold: farther than early Mars',
  unknown: 'not known',
}

export const CLASSES: Record<string, string> = {
  conservative: 'Habitable, conservatively',
  optimistic: 'Habitable, optimistically',
  not: 'Not habitable',
  unknown: 'Not known',
}

export const EDGES: Record<string, string> = {
  recent_venus: 'Recent Venus',
  runaway_greenhouse: 'Runaway greenhouse',
  maximum_greenhouse: 'Maximum greenhouse',
  early_mars: 'Early Mars',
}
