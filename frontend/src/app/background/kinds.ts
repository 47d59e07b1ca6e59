import type { Query } from '@tanstack/react-query'
import { to } from '@/config/paths'
import { batchOptions } from '@/features/predict/api/get-batch'
import { refreshOptions } from '@/features/refreshes/api/get-refresh'
import { studyOptions } from '@/features/studies/api/get-study'
import { trainingOptions } from '@/features/training/api/get-training'
import type { Job } from '@/lib/jobs'

interface Seen {
  state?: string
  percent?: number
  run_id?: string | null
  study?: string
  session_id?: string
  dataset?: string
}

const STUDIES: Record<string, string> = {
  leak_price: 'Price of leaks',
  retraining: 'Comparison of versions',
  prospective: 'Prospective validation',
  learning_curve: 'Learning curve',
  transfer: 'Transfer between missions',
  explanations: 'Account of what matters',
}

/** The job behind an answer that the pages hold, if it is one; `here` is where it is looked at. */
export function jobOf({ queryKey, state }: Query, here: string): Job | null {
  const data = state.data as Seen | undefined
  const [noun, first, part, second] = queryKey as (string | undefined)[]
  if (!data?.state || !first) return null
  const common = { state: data.state, percent: data.percent ?? 0 }
  if (noun === 'training' && data.run_id)
    return { ...common, kind: 'training', id: data.run_id, session: first, title: 'Training', href: to.training(first) }
  if (noun === 'studies')
    return {
      ...common,
      kind: 'study',
      id: first,
      session: data.session_id ?? '',
      title: STUDIES[data.study ?? ''] ?? 'Measurement',
      // The lab's address names the study only a moment after it was begun.
      href: here.startsWith(to.learn('leaks')) ? to.learn('leaks', { study: first }) : here,
    }
  if (noun === 'predict' && part === 'batch' && second)
    return { ...common, kind: 'batch', id: second, session: first, title: 'Predictions', href: here }
  if (noun === 'refreshes')
    return {
      ...common,
      kind: 'refresh',
      id: first,
      session: '',
      title: `New table of ${data.dataset ?? 'a catalogue'}`,
      href: data.dataset ? to.dataset(data.dataset) : here,
    }
  return null
}

/** How a job is looked at while no page does. */
export function lookAt({ kind, id, session }: Job) {
  if (kind === 'training') return trainingOptions(session)
  if (kind === 'study') return studyOptions(id)
  if (kind === 'batch') return batchOptions(session, id, { page: 1 })
  return refreshOptions(id)
}

/** Where the finished thing is best looked at. */
export const goalOf = ({ kind, session, href, state }: Job) =>
  kind === 'training' && state === 'trained' ? to.result(session) : href
