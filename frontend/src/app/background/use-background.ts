import { useQueries, useQueryClient, type UseQueryOptions } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { ApiError } from '@/client/api-error'
import { forgetJob, noteJob, useJobs, type Job } from '@/lib/jobs'
import { isWorking } from '@/lib/session-state'
import { say } from '@/lib/toasts'
import { goalOf, jobOf, lookAt } from './kinds'

const ENDS: Record<string, { word: string; tone: 'good' | 'bad' | 'info' }> = {
  trained: { word: 'is done', tone: 'good' },
  done: { word: 'is done', tone: 'good' },
  failed: { word: 'has failed', tone: 'bad' },
  cancelled: { word: 'was cancelled', tone: 'info' },
}

function announce(job: Job, here: string) {
  const { word, tone } = ENDS[job.state] ?? { word: 'has ended', tone: 'info' as const }
  // On its own page the page itself says so.
  const isHere = here.split('?')[0] === job.href.split('?')[0]
  if (!isHere) say({ tone, title: `${job.title} ${word}`, link: { label: 'Look', href: goalOf(job) } })
}

/** Knows of every job that any page has begun, looks after it wherever the reader is, and tells when it ends. */
export function useBackground() {
  const client = useQueryClient()
  const cache = client.getQueryCache()
  const { pathname, search } = useLocation()
  const here = pathname + search
  useEffect(
    () =>
      cache.subscribe(({ type, query }) => {
        if (type !== 'updated') return
        const job = jobOf(query, here)
        const ended = job && noteJob(job)
        if (!ended) return
        announce(ended, here)
        void client.invalidateQueries({ queryKey: ['sessions'] })
      }),
    [client, cache, here],
  )
  const jobs = useJobs()
  const working = jobs.filter(({ state }) => isWorking(state))
  const looks = useQueries({ queries: working.map((job) => lookAt(job) as UseQueryOptions) })
  const gone = working.filter((_, at) => {
    const error = looks[at]?.error
    return error instanceof ApiError && error.status === 404
  })
  useEffect(() => gone.forEach(forgetJob))
  return jobs
}
