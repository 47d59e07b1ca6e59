import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { VersionsCompared } from '@/client/wire-registry'

const compareVersions = async (name: string, version: number, other: number, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/api/registry/{name}/compare', {
      params: { path: { name }, query: { version, with: other } },
      signal,
    }),
  )) as unknown as VersionsCompared

export const versionsOptions = (name: string, version: number, other: number) =>
  queryOptions({
    queryKey: ['registry', name, 'compare', version, other],
    queryFn: ({ signal }) => compareVersions(name, version, other, signal),
    staleTime: Infinity,
  })

export const useVersionsCompared = (name: string, version: number, other: number) =>
  useQuery(versionsOptions(name, version, other))
