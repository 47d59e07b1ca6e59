import type { Estimate } from '@/client/wire'
import { formatFixed } from '@/lib/format'

const MINUS = '\u2212'
const NBSP = '\u00a0'

export const signed = (value: number | null | undefined, decimals: number) =>
  value == null ? formatFixed(value) : `${value < 0 ? MINUS : '+'}${Math.abs(value).toFixed(decimals)}`

/** A difference with its interval: +0.045 (+0.040 to +0.050). */
export function formatDifference({ value, low, high }: Estimate): string {
  const main = signed(value, 3)
  return low == null || high == null ? main : `${main}${NBSP}(${signed(low, 3)} to ${signed(high, 3)})`
}

/** Metrics in the order in which they are told; the first two are drawn. */
const ORDER = ['accuracy', 'roc_auc', 'pr_auc', 'balanced_accuracy', 'macro_f1', 'log_loss', 'brier', 'ece']

export const orderedMetrics = (...sets: Record<string, Estimate>[]) => {
  const held = Object.keys(sets[0] ?? {}).filter((name) => sets.every((set) => set[name]?.value != null))
  const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return held.sort((a, b) => rank(a) - rank(b))
}
