import type { Column, FeaturesChoice, PresetName, Role } from '@/client/wire'

const LEAKY: Role[] = ['leak', 'soft_leak']

export const isLeak = (column: Column) => LEAKY.includes(column.role)
export const isFreeFeature = (column: Column) => column.role === 'feature'

/** Columns whose name, label, meaning or group holds every word of the search. */
export function searchColumns(columns: Column[], search: string): Column[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const text = ({ name, label, description, group, unit }: Column) =>
    [name, label, description, group, unit].join(' ').toLowerCase()
  return columns.filter((column) => words.every((word) => text(column).includes(word)))
}

const isSame = (a: ReadonlySet<string>, b: readonly string[]) => a.size === b.length && b.every((name) => a.has(name))

/** The preset that this choice is, if any. */
export const presetOf = (chosen: ReadonlySet<string>, presets: Record<string, string[]>) =>
  Object.keys(presets).find((name) => isSame(chosen, presets[name] ?? [])) ?? null

/** What was chosen before, or the default, as names of columns that exist. */
export function initialFeatures(
  saved: FeaturesChoice | null,
  columns: Column[],
  presets: Record<string, string[]>,
): Set<string> {
  const all = columns.filter(isFreeFeature).map((column) => column.name)
  const names = saved?.features ?? presets[saved?.preset ?? 'default'] ?? all
  const known = new Set(columns.map((column) => column.name))
  return new Set(names.filter((name) => known.has(name)))
}

interface Draft {
  chosen: ReadonlySet<string>
  columns: Column[]
  presets: Record<string, string[]>
  engineered: boolean
  /** For an own table only. */
  target?: string | null
  host?: string | null
  positive?: string | null
}

/** The step as the server takes it: leaks are named only when they were chosen on purpose. */
export function toFeaturesChoice({
  chosen,
  columns,
  presets,
  engineered,
  target,
  host,
  positive,
}: Draft): FeaturesChoice {
  const names = columns.filter((column) => chosen.has(column.name) && column.name !== target && column.name !== host)
  const leaks = names.filter(isLeak).map((column) => column.name)
  const preset = leaks.length === 0 && !target ? presetOf(chosen, presets) : null
  return {
    ...(target ? { target } : {}),
    ...(host ? { host } : {}),
    ...(positive ? { positive_class: positive } : {}),
    ...(preset ? { preset: preset as PresetName } : { features: names.map((column) => column.name) }),
    allow_leaks: leaks,
    engineered,
  }
}
