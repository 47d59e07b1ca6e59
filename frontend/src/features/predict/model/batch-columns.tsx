import type { Row } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { formatNumber, formatShare, NOTHING } from '@/lib/format'

const TITLES: Record<string, string> = {
  rank: 'Rank',
  object: 'Object',
  host: 'Star',
  catalogue_label: 'Catalogue',
  prediction: 'Model',
  probability: 'Sure',
  score: 'Score',
  calibrated: 'Calibrated',
  interval_low: 'from',
  interval_high: 'to',
  expected_so_far: 'Expected so far',
  expected_low: 'at least',
  expected_high: 'at most',
  warnings: 'Remarks',
}
const SHARES = ['probability', 'calibrated', 'interval_low', 'interval_high']
const COUNTS = ['expected_so_far', 'expected_low', 'expected_high']
const NAMES_AND_PLACES = ['rank', 'object', 'host', 'kepid', 'rowid']

export const columnTitle = (name: string) =>
  TITLES[name] ?? (name.startsWith('probability_') ? `P(${name.slice('probability_'.length).toLowerCase()})` : name)

/** With two classes the score says all that the single probabilities say. */
export const shownColumns = ({ columns }: { columns: string[] }, classes: string[]) =>
  classes.length === 2 && columns.includes('score')
    ? columns.filter((name) => !name.startsWith('probability_'))
    : columns

export const isNumeric = (rows: readonly { [name: string]: unknown }[], name: string) =>
  rows.some((row) => typeof row[name] === 'number')

/** One cell: classes with their mark, probabilities as percent, numbers with a few digits, names as they are. */
export function cellOf(row: Row, name: string, classes: string[]) {
  const value = row[name]
  if (value == null || value === '') return <span className="dim">{NOTHING}</span>
  if (name === 'prediction' || name === 'catalogue_label') return <ClassMark name={String(value)} classes={classes} />
  if (typeof value !== 'number') return String(value)
  if (SHARES.includes(name) || name.startsWith('probability_')) return formatShare(value)
  if (COUNTS.includes(name)) return value.toFixed(1)
  if (name === 'score') return value.toFixed(4)
  return NAMES_AND_PLACES.includes(name) ? String(value) : formatNumber(value, 4)
}
