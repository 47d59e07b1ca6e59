import type { Column, Finding, Role } from '@/client/wire'

export const ROLES: Role[] = ['feature', 'soft_leak', 'leak', 'identifier', 'target']

export const ORDERS = {
  table: 'As in the table',
  name: 'By name',
  missing: 'Most missing first',
  gap: 'Missing differs most between classes',
  told: 'Tells the classes apart best',
} as const
export type Order = keyof typeof ORDERS

export interface Filter {
  search: string
  role: Role | null
  group: string | null
  order: Order
}

/** Columns with the findings of the leak guard beside them. */
export interface JudgedColumn {
  column: Column
  findings: Finding[]
}

export function judge(columns: Column[], findings: Finding[]): JudgedColumn[] {
  const byColumn = new Map<string, Finding[]>()
  for (const finding of findings)
    if (finding.column) byColumn.set(finding.column, [...(byColumn.get(finding.column) ?? []), finding])
  return columns.map((column) => ({ column, findings: byColumn.get(column.name) ?? [] }))
}

/** How far the share of empty cells differs between the classes: 0 to 1. */
export function missingGap({ missing_by_class }: Column): number {
  const shares = Object.values(missing_by_class)
  return shares.length < 2 ? 0 : Math.max(...shares) - Math.min(...shares)
}

/** The strongest number that the guard measured on a column. */
const strongest = ({ findings }: JudgedColumn) =>
  Math.max(0, ...findings.filter(({ code }) => SEPARATES.includes(code)).map(({ value }) => value ?? 0))
const SEPARATES = ['single_column_auc', 'missingness_auc', 'one_class_value']

const textOf = ({ column }: JudgedColumn) =>
  [column.name, column.canonical, column.label, column.description, column.group, column.unit, column.reason]
    .join(' ')
    .toLowerCase()

const COMPARE: Record<Order, ((a: JudgedColumn, b: JudgedColumn) => number) | null> = {
  table: null,
  name: (a, b) => a.column.name.localeCompare(b.column.name),
  missing: (a, b) => (b.column.missing ?? -1) - (a.column.missing ?? -1),
  gap: (a, b) => missingGap(b.column) - missingGap(a.column),
  told: (a, b) => strongest(b) - strongest(a),
}

/** The columns that hold every word of the search, have the role and belong to the group, in the order asked for. */
export function filterColumns(judged: JudgedColumn[], { search, role, group, order }: Filter): JudgedColumn[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = judged.filter(
    (entry) =>
      (!role || entry.column.role === role) &&
      (!group || entry.column.group === group) &&
      words.every((word) => textOf(entry).includes(word)),
  )
  const compare = COMPARE[order]
  return compare ? found.sort(compare) : found
}
