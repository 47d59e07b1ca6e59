import type { Trial } from '@/client/wire'

const FINISHED: readonly Trial['state'][] = ['complete', 'pruned']

/** What a search is for: "Fold 2" or "Final model". */
export const searchTitle = (search: string) => (search === 'final' ? 'Final model' : search.replace(/^fold-/, 'Fold '))

export const STATE_TITLES: Record<Trial['state'], string> = {
  waiting: 'waiting',
  running: 'running now',
  complete: 'complete',
  pruned: 'given up early',
  failed: 'failed',
  timeout: 'out of time',
  stopped: 'stopped',
}

export interface SearchTrials {
  search: string
  title: string
  trials: Trial[]
  /** Trials with a value: what can be drawn. */
  drawn: (Trial & { value: number })[]
  /** Inner log-loss of the settings as they were chosen. */
  start: number | null
  best: number | null
}

const hasValue = (trial: Trial): trial is Trial & { value: number } =>
  FINISHED.includes(trial.state) && trial.value != null

/** Trials by their search, in the order in which the searches began. */
export function bySearch(trials: Trial[]): SearchTrials[] {
  const names = [...new Set(trials.map(({ search }) => search))]
  return names.map((search) => {
    const own = trials.filter((trial) => trial.search === search).sort((a, b) => a.number - b.number)
    const drawn = own.filter(hasValue)
    const complete = drawn.filter(({ state }) => state === 'complete').map(({ value }) => value)
    return {
      search,
      title: searchTitle(search),
      trials: own,
      drawn,
      start: own.find(({ number }) => number === 0)?.value ?? null,
      best: complete.length > 0 ? Math.min(...complete) : null,
    }
  })
}

/** Settings as a person reads them: only those that differ from the first trial. */
export function changedSettings(trial: Trial, first: Trial | undefined): string {
  const changed = Object.entries(trial.settings).filter(([name, value]) => first?.settings[name] !== value)
  if (changed.length === 0) return trial.number === 0 ? 'as chosen' : 'as the first'
  return changed.map(([name, value]) => `${name} ${shown(value)}`).join(', ')
}

const shown = (value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(3))) : String(value)
