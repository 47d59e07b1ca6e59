import type { CommonColumn, Proposal, Role, UploadColumn } from '@/client/wire'
import { formatUnit } from '@/lib/format'

/** A column that an own one can be mapped to. */
export type MapTarget = Pick<CommonColumn, 'name' | 'label' | 'unit' | 'group' | 'kind' | 'units' | 'description'> & {
  role?: Role
  reason?: string
  /** Not in the shared schema's unit, so that what is proposed for that does not hold. */
  hasOtherUnit?: boolean
}

/** What own columns are called, and in which unit they are; columns without an entry stay as they are. */
export interface Mapping {
  columnMap: Readonly<Record<string, string>>
  units: Readonly<Record<string, string>>
}

type Targets = ReadonlyMap<string, MapTarget>

export const byName = (targets: MapTarget[]): Targets => new Map(targets.map((target) => [target.name, target]))

const without = <T>(record: Readonly<Record<string, T>>, name: string) =>
  Object.fromEntries(Object.entries(record).filter(([other]) => other !== name))

/** The proposal for a column, if what is proposed can be chosen. */
export const usableProposal = ({ proposal }: UploadColumn, targets: Targets): Proposal | null =>
  proposal && targets.has(proposal.canonical) ? proposal : null

/** The unit a column is probably in once it is mapped: what was proposed, else the target's own. */
export function likelyUnit(column: UploadColumn, target: MapTarget): string {
  const { proposal } = column
  const proposed = proposal?.canonical === target.name ? proposal.unit : ''
  return [proposed, column.unit, target.unit].find((unit) => target.units.includes(unit)) ?? ''
}

export const unmap = ({ columnMap, units }: Mapping, name: string): Mapping => ({
  columnMap: without(columnMap, name),
  units: without(units, name),
})

export function mapTo(mapping: Mapping, column: UploadColumn, target: MapTarget): Mapping {
  const { columnMap, units } = unmap(mapping, column.name)
  const unit = likelyUnit(column, target)
  return {
    columnMap: { ...columnMap, [column.name]: target.name },
    units: unit ? { ...units, [column.name]: unit } : units,
  }
}

export const withUnitOf = ({ columnMap, units }: Mapping, name: string, unit: string): Mapping => ({
  columnMap,
  units: { ...units, [name]: unit },
})

/** Everything that is proposed, as the mapping to begin with. */
export const proposedMapping = (columns: UploadColumn[], targets: Targets): Mapping =>
  columns.reduce<Mapping>(
    (mapping, column) => {
      const target = targets.get(usableProposal(column, targets)?.canonical ?? column.name)
      return target ? mapTo(mapping, column, target) : mapping
    },
    { columnMap: {}, units: {} },
  )

/** A mapping without columns that serve another purpose, such as the answer and the star. */
export const leavingOut = (mapping: Mapping, names: (string | null)[]): Mapping =>
  names.reduce<Mapping>((left, name) => (name === null ? left : unmap(left, name)), mapping)

/** What becomes of the numbers, in words. */
export function conversionText(column: UploadColumn, target: MapTarget, unit: string | undefined): string {
  if (target.kind !== 'number' || !target.unit) return 'Taken as it is.'
  if (!unit || unit === target.unit) return `Taken as it is, in ${formatUnit(target.unit)}.`
  const { proposal } = column
  const isProposed =
    !target.hasOtherUnit && proposal?.canonical === target.name && proposal.unit === unit && proposal.factor_text !== ''
  const from = `From ${formatUnit(unit)} to ${formatUnit(target.unit)}`
  return isProposed ? `${from}: ${proposal.factor_text}.` : `${from}.`
}

const NOT_MEASURED: readonly string[] = ['bookkeeping', 'sky', 'vetting statistics']

/** The shared measurements by which a table is judged: no uncertainties, positions or magnitudes. */
export const coreTargets = (targets: MapTarget[]) =>
  targets.filter(
    ({ name, group, kind }) => kind === 'number' && !NOT_MEASURED.includes(group) && !/_error$|_magnitude$/.test(name),
  )

/** Columns that are understood first, in the table's order, then the others. */
export const understoodFirst = (columns: UploadColumn[], targets: Targets) => [
  ...columns.filter((column) => usableProposal(column, targets)),
  ...columns.filter((column) => !usableProposal(column, targets)),
]

const STRICTNESS: Role[] = ['feature', 'soft_leak', 'identifier', 'leak']
const isStricter = (role: Role | undefined, than: Role): role is Role =>
  role !== undefined && STRICTNESS.indexOf(role) > STRICTNESS.indexOf(than)

/** Own columns as they will be known: by the shared label, with what is done to them and the stricter of both roles. */
export const asMapped = (columns: UploadColumn[], targets: Targets, { columnMap, units }: Mapping): UploadColumn[] =>
  columns.map((column) => {
    const target = targets.get(columnMap[column.name] ?? '')
    if (!target) return column
    const unit = units[column.name]
    return {
      ...column,
      label: target.label,
      unit: unit ?? column.unit,
      description: `${target.description} ${conversionText(column, target, unit)}`,
      ...(isStricter(target.role, column.role) ? { role: target.role, reason: target.reason ?? '' } : {}),
    }
  })
