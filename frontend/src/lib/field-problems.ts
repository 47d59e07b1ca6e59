import { ApiError } from '@/client/api-error'

/** What the server found wrong, by the field it names; a field's first problem counts. */
export type FieldProblems = Readonly<Record<string, string>>

export function fieldProblems(error: unknown): FieldProblems {
  const fields = error instanceof ApiError ? error.fields : []
  return Object.fromEntries([...fields].reverse().map(({ field, message }) => [field, message]))
}
