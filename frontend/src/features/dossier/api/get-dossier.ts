import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ObjectDossier } from '@/client/wire'

export interface ObjectAsked {
  dataset: string
  object: string
  /** The newest one if left out. */
  snapshot?: string | null
}

const getDossier = async ({ dataset, object, snapshot }: ObjectAsked, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/api/datasets/{name}/objects/{object}/dossier', {
      params: { path: { name: dataset, object }, query: snapshot ? { snapshot } : {} },
      signal,
    }),
  )) as ObjectDossier

export const dossierOptions = (asked: ObjectAsked | null) =>
  queryOptions({
    queryKey: ['dossier', asked],
    queryFn: asked ? ({ signal }) => getDossier(asked, signal) : skipToken,
    staleTime: Infinity,
  })

export const useDossier = (asked: ObjectAsked | null) => useQuery(dossierOptions(asked))
