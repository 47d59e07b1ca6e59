import type { Cell, ModelFamily, ParameterSchema } from '@/client/wire'

export type Draft = Record<string, Cell | undefined>

export const isNumeric = ({ type }: ParameterSchema) => type === 'integer' || type === 'number'

/** The family's own defaults: what the form shows after the family changes. */
export const defaultsOf = ({ hyperparameters }: ModelFamily): Draft =>
  Object.fromEntries(Object.entries(hyperparameters.properties).map(([name, schema]) => [name, schema.default ?? null]))

function problemOf(schema: ParameterSchema, value: Cell | undefined): string | null {
  if (!isNumeric(schema)) return null
  if (value == null || value === '') return schema.default === null ? null : 'Enter a number.'
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'This is not a number.'
  if (schema.type === 'integer' && !Number.isInteger(value)) return 'Enter a whole number.'
  if (schema.minimum != null && value < schema.minimum) return `The smallest value is ${schema.minimum}.`
  if (schema.maximum != null && value > schema.maximum) return `The largest value is ${schema.maximum}.`
  return null
}

export interface Checked {
  values: Record<string, Cell>
  problems: Record<string, string>
}

/** The draft as the server takes it, numbers as numbers, with what is wrong by field. */
export function checkParameters({ hyperparameters }: ModelFamily, draft: Draft): Checked {
  const checked: Checked = { values: {}, problems: {} }
  for (const [name, schema] of Object.entries(hyperparameters.properties)) {
    const problem = problemOf(schema, draft[name])
    if (problem) checked.problems[name] = problem
    else checked.values[name] = draft[name] === '' ? null : (draft[name] ?? null)
  }
  return checked
}
