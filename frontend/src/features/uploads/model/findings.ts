import type { Finding } from '@/client/wire'
import { formatCount, formatNumber, formatShare, NOTHING } from '@/lib/format'

type Kind = 'area' | 'share' | 'count' | 'none'

/** What the leak guard can find: its short name, and what its number is. */
const FINDINGS: Record<string, { title: string; kind: Kind }> = {
  known_leak: { title: 'Known to leak', kind: 'none' },
  known_identifier: { title: 'Names the object', kind: 'none' },
  single_column_auc: { title: 'Tells the classes apart alone', kind: 'area' },
  missingness_auc: { title: 'Its gaps tell the classes apart', kind: 'area' },
  one_class_value: { title: 'One of its values marks a class', kind: 'share' },
  near_unique: { title: 'Names the rows', kind: 'share' },
  duplicate_rows: { title: 'Repeated rows', kind: 'count' },
  duplicates_across_groups: { title: 'One object under two stars', kind: 'count' },
  constant: { title: 'Always the same', kind: 'none' },
  target_like_name: { title: 'Named like a verdict', kind: 'none' },
  mask_only_auc: { title: 'The gaps of all columns tell', kind: 'area' },
}

const FORMATS: Record<Kind, (value: number) => string> = {
  area: (value) => `AUC ${value.toFixed(3)}`,
  share: (value) => formatShare(value),
  count: formatCount,
  none: formatNumber,
}

export const findingTitle = (code: string) => FINDINGS[code]?.title ?? code.replaceAll('_', ' ')

/** The measured number of a finding with the limit it passed: AUC 0.998 (limit 0.98). */
export function findingNumber({ code, value, threshold }: Finding): string {
  const kind = FINDINGS[code]?.kind ?? 'none'
  if (kind === 'none' || value == null) return NOTHING
  const limit = kind === 'count' || threshold == null ? '' : ` (limit ${formatNumber(threshold)})`
  return FORMATS[kind](value) + limit
}

/** What locks first, then what only warns. */
export const lockingFirst = (findings: Finding[]) => [
  ...findings.filter(({ locks }) => locks),
  ...findings.filter(({ locks }) => !locks),
]
