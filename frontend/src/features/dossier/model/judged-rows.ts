import type { JudgedTable, RankedPlanet, Row } from '@/client/wire'

const PREFIX = 'habitability_'

/** Where one planet of an own table stands; under the names of the ranking, with its own name and place. */
export type JudgedPlanet = Pick<
  RankedPlanet,
  | 'zone'
  | 'habitability'
  | 'p_conservative'
  | 'p_optimistic'
  | 'p_unknown'
  | 'insolation_flux'
  | 'insolation_low'
  | 'insolation_high'
  | 'missing'
> & { name: string; rank: number; learned_score: number | null }

const stripped = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, cell]) => (name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), cell]] : [])),
  )

/** The judged rows by the name that the table gives its planets; without one, by their place. */
export function judgedPlanets({ rows, recognised, columns }: JudgedTable): JudgedPlanet[] {
  const named = recognised.find(({ canonical }) => canonical === 'object_name')?.column
  const own = named ?? columns.find((column) => /name/i.test(column) && !column.startsWith(PREFIX))
  return rows.map((row, index) => ({
    ...(stripped(row) as unknown as Omit<JudgedPlanet, 'name' | 'rank'>),
    name: String((own && row[own]) ?? `Planet ${index + 1}`),
    rank: index + 1,
  }))
}
