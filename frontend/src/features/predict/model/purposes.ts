import type { Estimate } from '@/client/wire'
import type { Cut, Purpose, WorkList } from '@/client/wire-explaining'
import { formatCount, formatShare } from '@/lib/format'

const round = (value: number) => formatCount(Math.round(value))

/** A number of objects with its 95 % interval: 514 (509 to 526). */
export function countRange({ value, low, high }: Estimate): string {
  if (value == null) return 'unknown'
  return low == null || high == null ? round(value) : `${round(value)} (${round(low)} to ${round(high)})`
}

const TITLES: Record<string, (value: number) => string> = {
  precision_at_least: (value) => `At least ${formatShare(value, 0)} pure`,
  recall_at_least: (value) => `At least ${formatShare(value, 0)} found`,
  miss_at_most: (value) => `Miss at most ${formatShare(value, 0)}`,
}

/** What a purpose asks for, as a person would say it. */
export const purposeTitle = ({ objective, value }: Pick<Purpose, 'objective' | 'value'>): string =>
  TITLES[objective]?.(value) ?? `${objective} ${value}`

/** What the list holds when it is cut at a threshold. */
export function cutSentence({ target, objects }: WorkList, cut: Cut): string {
  const hits = target ?? 'answered rightly'
  return (
    `From a score of ${cut.threshold.toFixed(3)} the list holds ${formatCount(cut.selected)} of ${formatCount(objects)} objects: ` +
    `${countRange(cut.expected)} are expected to be ${hits}, ${countRange(cut.expected_false_positives)} not, ` +
    `and ${countRange(cut.expected_missed)} stand below it.`
  )
}
