import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '@/client/client'
import type { CurvesSection } from '@/client/wire'

const getCurves = async (session_id: string, signal: AbortSignal) =>
  (
    (await unwrap(
      client.GET('/result', { params: { query: { session_id, section: 'curves' } }, signal }),
    )) as CurvesSection
  ).curves

export const curvesOptions = (sessionId: string) =>
  queryOptions({ queryKey: ['result', sessionId, 'curves'], queryFn: ({ signal }) => getCurves(sessionId, signal) })

export const useCurves = (sessionId: string) => useQuery(curvesOptions(sessionId))
