import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ObjectDossier } from '@/client/wire'

export interface ObjectAsked {
  dataset: string
  object: string
  /** The newest one if left out. */
  snapshot?: string | null
}

/** Which model is asked about the object: that of a trained session, or a promoted one by its name. */
export type ModelAsked = { session: string } | { model: string }

const getDossier = async ({ dataset, object, snapshot }: ObjectAsked, who: ModelAsked | null, signal: AbortSignal) => {
  const model = !who ? {} : 'session' in who ? { session_id: who.session } : { model: who.model }
  const query = { ...(snapshot ? { snapshot } : {}), ...model }
  return (await unwrap(
    client.GET('/api/datasets/{name}/objects/{object}/dossier', {
      params: { path: { name: dataset, object }, query },
      signal,
    }),
  )) as ObjectDossier
}

export const dossierOptions = (asked: ObjectAsked | null) =>
  queryOptions({
    queryKey: ['dossier', asked],
    queryFn: asked ? ({ signal }) => getDossier(asked, null, signal) : skipToken,
    staleTime: Infinity,
  })

/** The same with a model's answer: asked for apart, so that the physics waits for no model. */
export const answeredOptions = (asked: ObjectAsked, who: ModelAsked | null) =>
  queryOptions({
    queryKey: ['dossier', asked, who],
    queryFn: who ? ({ signal }) => getDossier(asked, who, signal) : skipToken,
    select: ({ prediction, registered }) => ({ prediction, registered }),
    staleTime: Infinity,
    retry: false,
  })

export const useDossier = (asked: ObjectAsked | null) => useQuery(dossierOptions(asked))
export const useAnswered = (asked: ObjectAsked, who: ModelAsked | null) => useQuery(answeredOptions(asked, who))
