import type { Overview } from '../api/get-overview'

export const KIND_TITLES: Record<string, string> = {
  runs: 'Trainings',
  trials: 'Tuning trials',
  predictions: 'Batches',
  chunks: 'Pieces of batches',
  refreshes: 'Refreshes',
  studies: 'Measurements',
}
export const STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof STATES)[number]
export type Tally = { kind: string } & Record<JobState, number>

/** One line for each kind of job, with its count in every state. */
export function tallies(jobs: Overview['jobs']): Tally[] {
  return [...new Set(jobs.map(({ kind }) => kind))].map((kind) => {
    const own = jobs.filter((job) => job.kind === kind)
    const counts = STATES.map((state) => [state, own.find((job) => job.state === state)?.count ?? 0])
    return { kind, ...(Object.fromEntries(counts) as Record<JobState, number>) }
  })
}

/** 0 days is for ever. */
export const keptFor = (days: number) => (days === 0 ? 'for ever' : `${days} ${days === 1 ? 'day' : 'days'}`)
