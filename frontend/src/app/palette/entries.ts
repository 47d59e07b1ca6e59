import { LEARN_PAGES, STEPS, STEP_TITLES, to } from '@/config/paths'
import type { Dataset, SessionSummary } from '@/client/wire'
import { stateWords } from '@/lib/session-state'
import { formatMoment } from '@/lib/time'

export interface Entry {
  group: string
  title: string
  /** A quiet word beside it. */
  hint?: string
  href: string
}

const LEARN_TITLES = {
  transit: 'What is a transit?',
  columns: 'What does each column mean?',
  stars: 'Why are whole stars held out?',
  leaks: 'Leak lab',
  scores: 'What do the scores mean?',
}

export const SCREENS: Entry[] = [
  { group: 'Screens', title: 'Home', href: to.home() },
  { group: 'Screens', title: 'Data: catalogues', href: to.datasets() },
  { group: 'Screens', title: 'Models: runs and registry', href: to.models() },
  { group: 'Screens', title: 'Habitability', href: to.habitability() },
  { group: 'Screens', title: 'Learn', href: to.learn() },
  ...LEARN_PAGES.map((page) => ({ group: 'Screens', title: LEARN_TITLES[page], hint: 'Learn', href: to.learn(page) })),
  { group: 'Screens', title: 'Health', href: to.health() },
]

/** The screens of the session that is open. */
export const sessionScreens = (id: string): Entry[] => [
  ...STEPS.map((step) => ({ group: 'This session', title: `Select: ${STEP_TITLES[step]}`, href: to.select(id, step) })),
  { group: 'This session', title: 'Training', href: to.training(id) },
  { group: 'This session', title: 'Result', href: to.result(id) },
  { group: 'This session', title: 'Predict', href: to.predict(id) },
]

export const sessionEntries = (sessions: SessionSummary[]): Entry[] =>
  sessions.map(({ session_id: id, name, state, dataset, created_at }) => ({
    group: 'Your sessions',
    title: name || `Session of ${formatMoment(created_at)}`,
    hint: [dataset, stateWords(state)].filter(Boolean).join(', '),
    href: state === 'trained' ? to.result(id) : to.training(id),
  }))

export const datasetEntries = (datasets: Dataset[]): Entry[] =>
  datasets.map(({ name, title }) => ({ group: 'Catalogues', title, hint: name, href: to.dataset(name) }))

export const modelEntries = (names: string[]): Entry[] =>
  names.map((name) => ({ group: 'Models', title: name, href: to.model(name) }))

const bare = (text: string) => text.toLowerCase().replaceAll(/[\s.-]+/g, '')
const MOST_OBJECTS = 8

/** A test of names: whether what was typed is a part of one, dots and spaces aside. */
export function isPartOf(typed: string) {
  const asked = bare(typed)
  return (name: string) => bare(name).includes(asked)
}

/** Objects whose name holds what was typed, dots and spaces aside; those that begin with it first. */
export function objectEntries(dataset: string, names: string[], typed: string): Entry[] {
  const asked = bare(typed)
  const found = names.filter(isPartOf(typed))
  const starts = (name: string) => (bare(name).startsWith(asked) ? 0 : 1)
  return found
    .sort((a, b) => starts(a) - starts(b) || a.localeCompare(b))
    .slice(0, MOST_OBJECTS)
    .map((name) => ({ group: 'Objects', title: name, hint: `dossier, ${dataset}`, href: to.dossier(dataset, name) }))
}

/** Names of objects have digits in them; anything shorter would match thousands. */
export const asksObject = (typed: string) => bare(typed).length >= 3 && /\d/.test(typed)

/** Entries that hold every word that was typed. */
export function matching(entries: Entry[], typed: string): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ title, hint, group }) => {
    const text = `${title} ${hint ?? ''} ${group}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
