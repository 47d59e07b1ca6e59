import type { Cell, FormFeature, Row } from '@/client/wire'
import { formatNumber, formatQuantity } from '@/lib/format'

export type Draft = Record<string, Cell | undefined>

export const isEmpty = (value: Cell | undefined) => value === undefined || value === null || value === ''

/** The row as the server takes it: numbers as numbers, and what is not given as missing rather than as zero. */
export const toRow = (features: FormFeature[], draft: Draft): Row =>
  Object.fromEntries(features.map(({ name }) => [name, isEmpty(draft[name]) ? null : (draft[name] as Cell)]))

export const countFilled = (features: FormFeature[], draft: Draft) =>
  features.filter(({ name }) => !isEmpty(draft[name])).length

/** The range seen in training: "0.24 to 632 days, median 9.75". */
export function describeRange({ min, median, max, unit }: FormFeature): string {
  if (min == null || max == null) return ''
  return `${formatNumber(min)} to ${formatQuantity(max, unit)}${median == null ? '' : `, median ${formatNumber(median)}`}`
}

/** What is wrong or unusual about a value, if anything. */
export function remarkOn({ min, max, unit }: FormFeature, value: Cell | undefined): string | null {
  if (typeof value !== 'number' || min == null || max == null) return null
  if (value < min) return `Below all objects seen in training (${formatQuantity(min, unit)}).`
  return value > max ? `Above all objects seen in training (${formatQuantity(max, unit)}).` : null
}
