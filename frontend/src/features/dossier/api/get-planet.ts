import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { PlanetHabitability } from '@/client/wire'

const getPlanet = async (planet: string, signal: AbortSignal) =>
  (await unwrap(
    client.GET('/api/habitability/planets/{planet}', { params: { path: { planet } }, signal }),
  )) as PlanetHabitability

/** A confirmed planet by its name, however it is written. */
export const planetOptions = (planet: string | null) =>
  queryOptions({
    queryKey: ['habitability', 'planet', planet],
    queryFn: planet ? ({ signal }) => getPlanet(planet, signal) : skipToken,
    staleTime: Infinity,
  })

export const usePlanet = (planet: string | null) => useQuery(planetOptions(planet))
