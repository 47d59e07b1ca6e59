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
  expected_so_far: 'Expected so far',
  warnings: 'Remarks',
}
// Ends of an interval stand in the cell of their value.
const ENDS = ['interval_low', 'interval_high', 'expected_low', 'expected_high']
const NAMES_AND_PLACES = ['rank', 'object', 'host', 'kepid', 'rowid']

export const columnTitle = (name: string) =>
  TITLES[name] ?? (name.startsWith('probability_') ? `P(${name.slice('probability_'.length).toLowerCase()})` : name)

/** With two classes the score says all that the single probabilities say. */
export const shownColumns = ({ columns }: { columns: string[] }, classes: string[]) => {
  const isTold = classes.length === 2 && columns.includes('score')
  return columns.filter((name) => !ENDS.includes(name) && !(isTold && name.startsWith('probability_')))
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

function withEnds(row: Row, [low, high]: [string, string], value: number, show: (value: number) => string) {
  const [from, to] = [row[low], row[high]]
  return isNumber(from) && isNumber(to) ? `${show(value)} (${show(from)} to ${show(to)})` : show(value)
}

export const isNumeric = (rows: readonly { [name: string]: unknown }[], name: string) =>
  rows.some((row) => typeof row[name] === 'number')

/** One cell: classes with their mark, probabilities as percent, numbers with a few digits, names as they are. */
export function cellOf(row: Row, name: string, classes: string[]) {
  const value = row[name]
  if (value == null || value === '') return <span className="dim">{NOTHING}</span>
  if (name === 'prediction' || name === 'catalogue_label') return <ClassMark name={String(value)} classes={classes} />
  if (typeof value !== 'number') return String(value)
  if (name === 'probability' || name.startsWith('probability_')) return formatShare(value)
  if (name === 'calibrated') return withEnds(row, ['interval_low', 'interval_high'], value, formatShare)
  if (name === 'expected_so_far')
    return withEnds(row, ['expected_low', 'expected_high'], value, (each) => each.toFixed(1))
  if (name === 'score') return value.toFixed(4)
  return NAMES_AND_PLACES.includes(name) ? String(value) : formatNumber(value, 4)
}
