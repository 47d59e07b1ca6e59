import type { Cell, FormFeature } from '@/client/wire'

/** A slider for one feature: its place from 0 to 1000 on a linear or a logarithmic scale. */
export interface Dial {
  feature: FormFeature
  low: number
  high: number
  isLog: boolean
}

export const STEPS = 1000
const MOST_DIALS = 6
const LOG_FROM_FOLD = 20

/** Dials for the features that the model goes by most, over the range of nine of ten objects. */
export function dialsOf(features: FormFeature[]): Dial[] {
  return features
    .filter(({ kind, low, high, share }) => kind === 'number' && share && low != null && high != null && low < high)
    .sort((a, b) => b.share! - a.share!)
    .slice(0, MOST_DIALS)
    .map((feature) => {
      const [low, high] = [feature.low!, feature.high!]
      return { feature, low, high, isLog: low > 0 && high / low > LOG_FROM_FOLD }
    })
}

const clamp = (part: number) => Math.min(1, Math.max(0, part))

export function placeOf({ feature, low, high, isLog }: Dial, value: Cell | undefined): number {
  const at = typeof value === 'number' ? value : (feature.median ?? low)
  const part = isLog ? Math.log(Math.max(at, low) / low) / Math.log(high / low) : (at - low) / (high - low)
  return Math.round(clamp(part) * STEPS)
}

/** The value at a place, to three digits: more would only look precise. */
export function valueAt({ low, high, isLog }: Dial, place: number): number {
  const part = clamp(place / STEPS)
  const value = isLog ? low * (high / low) ** part : low + part * (high - low)
  return Number(value.toPrecision(3))
}
