import type { Column, Finding } from '@/client/wire'

/** Findings that only repeat the role that the column table gives, with its reason. */
const KNOWN_BY_ROLE: readonly string[] = ['known_leak', 'known_identifier']

export const isMeasured = ({ code }: Finding) => !KNOWN_BY_ROLE.includes(code)

export function findingsByColumn(findings: Finding[]): ReadonlyMap<string, Finding[]> {
  const found = new Map<string, Finding[]>()
  for (const finding of findings)
    if (finding.column !== null) found.set(finding.column, [...(found.get(finding.column) ?? []), finding])
  return found
}

/** Columns of an own table as they stand once a target is known: what was measured to give it away is a leak. */
export function lockedByFindings<T extends Column>(columns: T[], findings: Finding[]): T[] {
  const reasons = new Map(findings.filter(({ locks }) => locks).map(({ column, text }) => [column, text]))
  return columns.map((column) =>
    column.role === 'feature' && reasons.has(column.name)
      ? { ...column, role: 'leak', reason: reasons.get(column.name)! }
      : column,
  )
}
