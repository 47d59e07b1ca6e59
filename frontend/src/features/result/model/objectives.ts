import type { ThresholdAnswer } from '@/client/wire'
import { countOf, formatCount, formatShare } from '@/lib/format'
import type { Objective } from '../api/find-threshold'

interface ObjectiveWords {
  /** After "I want". */
  label: (wanted: string) => string
  /** What is asked for, once it is: "at least 99 % pure". */
  told: (value: number) => string
  isCount?: boolean
  usual: number
}

const percent = (value: number) => `${Math.round(value * 1000) / 10}\u00a0%`

/** What a list may be for: the server finds the threshold that serves it. */
export const OBJECTIVES: Record<Objective, ObjectiveWords> = {
  precision_at_least: {
    label: (wanted) => `a pure list: share of ${wanted} in it, at least`,
    told: (value) => `a list that is at least ${percent(value)} pure`,
    usual: 99,
  },
  recall_at_least: {
    label: (wanted) => `a complete list: share of all ${wanted} found, at least`,
    told: (value) => `a list with at least ${percent(value)} of all`,
    usual: 95,
  },
  miss_at_most: {
    label: (wanted) => `to miss few: share of all ${wanted} missed, at most`,
    told: (value) => `a list that misses at most ${percent(value)}`,
    usual: 5,
  },
  false_positives_at_most: {
    label: () => 'few false alarms: wrong objects on the list, at most',
    told: (value) => `a list with at most ${formatCount(value)} wrong`,
    isCount: true,
    usual: 20,
  },
}

export const objectiveNames = Object.keys(OBJECTIVES) as Objective[]

/** The value as the server takes it: shares from 0 to 1, counts as they are. */
export const asAsked = (objective: Objective, value: number) => (OBJECTIVES[objective].isCount ? value : value / 100)

const between = (low: string, high: string) => ` (95\u00a0%: ${low} to ${high})`

/** What the threshold costs and buys, in sentences. */
export function answerWords(
  { selected, expected_false_positives: wrong, precision, recall, intervals }: ThresholdAnswer,
  wanted: string,
) {
  const shareRange = (name: string) => {
    const { low, high } = intervals[name] ?? {}
    return low == null || high == null ? '' : between(formatShare(low), formatShare(high))
  }
  const { low, high } = intervals.false_positives ?? {}
  const counts = low == null || high == null ? '' : between(formatCount(Math.round(low)), formatCount(Math.round(high)))
  return [
    `Of the held-out objects ${countOf(selected, 'is', 'are')} on the list; about ${formatCount(Math.round(wrong))} of them are expected to be wrong${counts}.`,
    `${formatShare(precision)} of the list are ${wanted}${shareRange('precision')}, and ${formatShare(recall)} of all ${wanted} are found${shareRange('recall')}.`,
  ]
}
