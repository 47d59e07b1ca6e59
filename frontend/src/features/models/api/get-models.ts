import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { ModelFamily, StepChoice } from '@/client/wire'

interface Workshop {
  models: ModelFamily[]
  /** The steps around the classifier, with the ways to do each. */
  steps: StepChoice[]
}

const getModels = async (signal: AbortSignal): Promise<Workshop> => {
  const { models, steps } = await unwrap(client.GET('/api/models', { signal }))
  return { models: models as ModelFamily[], steps }
}

export const modelsOptions = () =>
  queryOptions({ queryKey: ['models'], queryFn: ({ signal }) => getModels(signal), staleTime: Infinity })

const familiesOf = ({ models }: Workshop) => models
const stepsOf = ({ steps }: Workshop) => steps

export const useModels = () => useQuery({ ...modelsOptions(), select: familiesOf })
export const useSteps = () => useQuery({ ...modelsOptions(), select: stepsOf })
export const useWorkshop = () => useQuery(modelsOptions())
