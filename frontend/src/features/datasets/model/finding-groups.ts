import type { Finding } from '@/client/wire'

interface GroupWords {
  title: string
  about: string
}

const GROUPS = {
  answer: {
    title: 'Gives the answer away',
    about: 'Written because of the verdict, or telling it by its values alone.',
  },
  traces: {
    title: 'Carries traces of the verdict',
    about: 'Follow-up work leaves traces on objects that turned out well. Not locked, and left out of the presets.',
  },
  emptiness: {
    title: 'Emptiness tells',
    about: 'Whether a cell is filled in depends on the verdict, whatever stands in it.',
  },
  names: { title: 'Names rows or stars', about: 'A model can only learn these by heart.' },
  duplicates: { title: 'Duplicates', about: 'The same object twice makes scores look better than they are.' },
  constant: { title: 'Nothing to learn', about: 'Empty, or the same in every row.' },
  other: { title: 'Further findings', about: '' },
} satisfies Record<string, GroupWords>
type GroupName = keyof typeof GROUPS

const GROUP_OF: Record<string, GroupName> = {
  known_leak: 'answer',
  single_column_auc: 'answer',
  one_class_value: 'answer',
  target_like_name: 'traces',
  missingness_auc: 'emptiness',
  mask_only_auc: 'emptiness',
  known_identifier: 'names',
  near_unique: 'names',
  duplicate_rows: 'duplicates',
  duplicates_across_groups: 'duplicates',
  constant: 'constant',
}

const groupOf = ({ code, locks }: Finding): GroupName =>
  code === 'known_leak' && !locks ? 'traces' : (GROUP_OF[code] ?? 'other')

interface CodeWords {
  short: string
  /** How the number is to be read. */
  measure: 'auc' | 'share' | 'count' | 'likeness' | 'none'
}

const CODES: Record<string, CodeWords> = {
  known_leak: { short: 'Known by its meaning', measure: 'none' },
  known_identifier: { short: 'Known by its meaning', measure: 'none' },
  single_column_auc: { short: 'AUC of the column alone', measure: 'auc' },
  missingness_auc: { short: 'AUC of its emptiness', measure: 'auc' },
  mask_only_auc: { short: 'AUC of all emptiness', measure: 'auc' },
  one_class_value: { short: 'Share of one class', measure: 'share' },
  near_unique: { short: 'Share of different values', measure: 'share' },
  duplicate_rows: { short: 'Repeated rows', measure: 'count' },
  duplicates_across_groups: { short: 'Rows under two stars', measure: 'count' },
  constant: { short: 'Different values', measure: 'count' },
  target_like_name: { short: 'Likeness of the name', measure: 'likeness' },
}

export const codeWords = (code: string): CodeWords =>
  CODES[code] ?? { short: code.replaceAll('_', ' '), measure: 'likeness' }

export interface FindingGroup extends GroupWords {
  name: GroupName
  findings: Finding[]
}

// What was measured on all values comes before what was measured on one, and that before what is known.
const RANKS: Record<string, number> = { single_column_auc: 3, missingness_auc: 3, mask_only_auc: 3 }
const rank = ({ code, value }: Finding) => (value == null ? 0 : (RANKS[code] ?? 1))

/** Titles of what was looked for and not found. */
export const notFound = (groups: FindingGroup[]) =>
  Object.entries(GROUPS)
    .filter(([name]) => name !== 'other' && groups.every((group) => group.name !== name))
    .map(([, { title }]) => title.toLowerCase())

/** Findings by what they mean, those that were measured before those that were known. */
export function groupFindings(findings: Finding[]): FindingGroup[] {
  return (Object.keys(GROUPS) as GroupName[])
    .map((name) => ({
      name,
      ...GROUPS[name],
      findings: findings
        .filter((finding) => groupOf(finding) === name)
        .sort((a, b) => rank(b) - rank(a) || (b.value ?? 0) - (a.value ?? 0)),
    }))
    .filter((group) => group.findings.length > 0)
}
