import type { Column, FeaturesChoice, PresetName, Role } from '@/client/wire'

const LEAKY: Role[] = ['leak', 'soft_leak']
const MOST_PRICED = 50

export const isLeak = (column: Column) => LEAKY.includes(column.role)
export const isFreeFeature = (column: Column) => column.role === 'feature'

const LOCKED_ORDER: Role[] = ['leak', 'soft_leak', 'identifier']

/** Locked columns, those that give most away first. */
export const lockedOf = (columns: Column[]) =>
  columns
    .filter((column) => !isFreeFeature(column))
    .sort((a, b) => LOCKED_ORDER.indexOf(a.role) - LOCKED_ORDER.indexOf(b.role))

/** The columns whose price is asked for unless others are chosen: leaks proper that a model could take. */
export const leaksToPrice = (columns: Column[]): ReadonlySet<string> => {
  const leaks = columns.filter(({ role, kind }) => role === 'leak' && (kind === 'number' || kind === 'category'))
  return new Set(leaks.slice(0, MOST_PRICED).map(({ name }) => name))
}

/** Columns whose name, label, meaning or group holds every word of the search. */
export function searchColumns(columns: Column[], search: string): Column[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const text = ({ name, label, description, group, unit }: Column) =>
    [name, label, description, group, unit].join(' ').toLowerCase()
  return columns.filter((column) => words.every((word) => text(column).includes(word)))
}

const isSame = (a: ReadonlySet<string>, b: readonly string[]) => a.size === b.length && b.every((name) => a.has(name))

export const areSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) => isSame(a, [...b])

/** The preset that this choice is, if any. */
export const presetOf = (chosen: ReadonlySet<string>, presets: Record<string, string[]>) =>
  Object.keys(presets).find((name) => isSame(chosen, presets[name] ?? [])) ?? null

/** An own table's answer, and what its columns are called in the common schema. */
export interface OwnTable {
  target: string | null
  host: string | null
  positive: string | null
  columnMap: Readonly<Record<string, string>>
  units: Readonly<Record<string, string>>
}

/** What was chosen before, or the default, as names of columns that exist. */
export function initialFeatures(
  saved: FeaturesChoice | null,
  columns: Column[],
  presets: Record<string, string[]>,
): Set<string> {
  const all = columns.filter(isFreeFeature).map((column) => column.name)
  const names = saved?.features ?? presets[saved?.preset ?? 'default'] ?? all
  const own = new Map(Object.entries(saved?.column_map ?? {}).map(([name, canonical]) => [canonical, name]))
  const known = new Set(columns.map((column) => column.name))
  return new Set(names.map((name) => own.get(name) ?? name).filter((name) => known.has(name)))
}

interface Draft {
  chosen: ReadonlySet<string>
  columns: Column[]
  presets: Record<string, string[]>
  engineered: boolean
  own?: OwnTable | null
}

/** An own column under the name that the server knows it by. */
export const mappedName = (own: OwnTable | null | undefined, name: string) => own?.columnMap[name] ?? name

function ownPart({ target, host, positive, columnMap, units }: OwnTable): Partial<FeaturesChoice> {
  return {
    ...(target ? { target } : {}),
    ...(host ? { host } : {}),
    ...(positive ? { positive_class: positive } : {}),
    ...(Object.keys(columnMap).length > 0 ? { column_map: { ...columnMap }, units: { ...units } } : {}),
  }
}

/** The step as the server takes it: leaks are named only when they were chosen on purpose. */
export function toFeaturesChoice({ chosen, columns, presets, engineered, own }: Draft): FeaturesChoice {
  const apart = [own?.target, own?.host]
  const used = columns.filter(({ name }) => chosen.has(name) && !apart.includes(name))
  const leaks = used.filter(isLeak).map(({ name }) => mappedName(own, name))
  const preset = leaks.length === 0 && !own ? presetOf(chosen, presets) : null
  return {
    ...(own ? ownPart(own) : {}),
    ...(preset ? { preset: preset as PresetName } : { features: used.map(({ name }) => mappedName(own, name)) }),
    allow_leaks: leaks,
    engineered,
  }
}
