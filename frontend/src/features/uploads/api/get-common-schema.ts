import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'

const getCommonSchema = (signal: AbortSignal) =>
  unwrap(client.GET('/api/schema', { signal })).then(({ columns }) => columns)

export const commonSchemaOptions = () =>
  queryOptions({ queryKey: ['schema'], queryFn: ({ signal }) => getCommonSchema(signal), staleTime: Infinity })

/** The columns that all missions share. */
export const useCommonSchema = () => useQuery(commonSchemaOptions())
