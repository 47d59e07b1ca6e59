import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { RegistryAnswers } from '@/client/wire-registry'

export interface Asked {
  features: Record<string, number | string | null>
  threshold: number | null
}

const askModel = async (name: string, { features, threshold }: Asked) =>
  (await unwrap(
    client.POST('/api/registry/{name}/predict', {
      params: { path: { name } },
      body: { features, ...(threshold == null ? {} : { threshold }) },
    }),
  )) as unknown as RegistryAnswers

/** What the promoted version answers for one object. */
export const useAskModel = (name: string) => useMutation({ mutationFn: (asked: Asked) => askModel(name, asked) })
