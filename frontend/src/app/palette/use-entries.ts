import { useQueries } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { pointsOptions } from '@/features/datasets/api/get-points'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { useRegistry } from '@/features/registry/api/get-registry'
import { useSessions } from '@/features/sessions/api/list-sessions'
import { useOwnSessionIds } from '@/lib/own-sessions'
import {
  asksObject,
  datasetEntries,
  isPartOf,
  matching,
  modelEntries,
  objectEntries,
  SCREENS,
  sessionEntries,
  sessionScreens,
  type Entry,
} from './entries'

/** Everything that can be gone to, as far as it fits what was typed. */
export function useEntries(typed: string, sessionId: string | undefined) {
  const sessions = useSessions(useOwnSessionIds()).data
  const datasets = useDatasets().data
  const models = useRegistry().data
  const asked = useDeferredValue(typed)
  const isObject = asksObject(asked)
  const held = (datasets ?? []).filter(({ available }) => available && isObject).map(({ name }) => name)
  // The names come with the points of the planes, and are asked for once somebody looks for an object.
  const planes = useQueries({ queries: held.map((name) => pointsOptions(name)) })
  const fixed = useMemo<Entry[]>(
    () => [
      ...(sessionId ? sessionScreens(sessionId) : []),
      ...sessionEntries(sessions ?? []),
      ...SCREENS,
      ...datasetEntries(datasets ?? []),
      ...modelEntries((models ?? []).map(({ name }) => name)),
    ],
    [sessionId, sessions, datasets, models],
  )
  const objects = held.flatMap((name, at) =>
    objectEntries(name, planes[at]?.data?.points.map(({ object }) => object) ?? [], asked),
  )
  // Enter may follow the last letter at once: nothing may stand there that fits only what was typed before.
  const fits = isPartOf(typed)
  const fitting = objects.filter(({ title }) => fits(title))
  return {
    entries: [...matching(fixed, typed), ...fitting],
    isLooking: (asked !== typed && asksObject(typed)) || planes.some(({ isLoading }) => isLoading),
  }
}
