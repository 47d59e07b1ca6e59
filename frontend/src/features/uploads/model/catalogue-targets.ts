import type { CommonColumn, DatasetDetail } from '@/client/wire'
import type { MapTarget } from './mapping'

const MEASURED: readonly string[] = ['feature', 'soft_leak']

/** A catalogue's own columns as an upload's can be mapped to them: by shared name where they have one. */
export function catalogueTargets({ columns }: DatasetDetail, schema: CommonColumn[]): MapTarget[] {
  const shared = new Map(schema.map((column) => [column.name, column]))
  const unitsOf = (unit: string) => schema.find((column) => column.unit === unit)?.units ?? [unit]
  const targets = columns
    .filter(({ role }) => MEASURED.includes(role))
    .map((column) => {
      const common = shared.get(column.canonical)
      return {
        ...column,
        name: common ? common.name : column.name,
        units: column.unit ? unitsOf(column.unit) : [],
        hasOtherUnit: common !== undefined && common.unit !== column.unit,
      }
    })
  return [...new Map(targets.map((target) => [target.name, target])).values()]
}
