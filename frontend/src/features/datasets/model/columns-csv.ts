import type { Column } from '@/client/wire'
import { toCsv } from '@/lib/csv'
import type { JudgedColumn } from './columns'

const DEFINITION = [
  'name',
  'canonical',
  'label',
  'unit',
  'description',
  'role',
  'reason',
  'group',
  'kind',
  'plausible_low',
  'plausible_high',
  'missing',
  'min',
  'median',
  'max',
  'distinct',
] as const satisfies readonly (keyof Column)[]

/** The column table as a file: definitions, what the columns hold, and what the leak guard found. */
export function columnsCsv(judged: JudgedColumn[]): string {
  const classes = [...new Set(judged.flatMap(({ column }) => Object.keys(column.missing_by_class)))]
  const header = [...DEFINITION, 'categories', ...classes.map((name) => `missing in ${name}`), 'findings']
  const rows = judged.map(({ column, findings }) => [
    ...DEFINITION.map((field) => column[field]),
    column.categories.join('; '),
    ...classes.map((name) => column.missing_by_class[name] ?? null),
    findings.map(({ text }) => text).join(' '),
  ])
  return toCsv([header, ...rows])
}
