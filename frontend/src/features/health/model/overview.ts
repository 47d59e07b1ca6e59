import { formatBytes } from '@/lib/files'
import { formatCount, formatNumber } from '@/lib/format'
import type { Overview } from '../api/get-overview'
import { nameInWords } from './detail'

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

/** Jobs of all kinds that no worker has begun; Redis may hold fewer messages, or more, for trials and pieces. */
export const waiting = (jobs: Overview['jobs']) =>
  jobs.filter(({ state }) => state === 'queued').reduce((sum, { count }) => sum + count, 0)

/** 0 days is for ever. */
export const keptFor = (days: number) => (days === 0 ? 'for ever' : `${days} ${days === 1 ? 'day' : 'days'}`)

/** One line of what the janitor did: how long it took, what it freed, or how many of a kind it removed. */
export function tidied(name: string, value: unknown): [name: string, text: string] {
  if (name === 'seconds') return ['Janitor took', `${formatNumber(Number(value), 2)} s`]
  if (name === 'freed_bytes') return ['Freed of lost files', formatBytes(Number(value))]
  return [`Removed: ${nameInWords(name)}`, formatCount(Number(value))]
}
