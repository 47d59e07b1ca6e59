import type { SessionSummary } from '@/client/wire'

/** Settings that say again what stands in the table anyway. */
const LEFT_OUT: readonly string[] = [
  'data_source.dataset',
  'data_source.data_source',
  'model.model',
  'features.allow_leaks',
]

const TITLES: Record<string, string> = {
  'data_source.snapshot': 'Snapshot',
  'data_source.task': 'Task',
  'features.features': 'Columns',
  'features.preset': 'Preset',
  'features.engineered': 'Derived quantities',
  'model.seed': 'Seed',
  'evaluation.method': 'Method',
  'evaluation.folds': 'Folds',
  'evaluation.test_size': 'Held-out share',
  'evaluation.group_by_host': 'By star',
  'evaluation.imbalance': 'Imbalance',
  'evaluation.calibration': 'Calibration',
  'evaluation.selection': 'Selection',
  'evaluation.tuning.trials': 'Trials',
}

export const settingTitle = (path: string) => TITLES[path] ?? path.split('.').at(-1)!.replaceAll('_', ' ')

export function settingWords(value: unknown): string {
  if (value == null || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Settings in which at least two of the runs differ: the only ones worth a column. */
export function differing(runs: SessionSummary[]): string[] {
  const paths = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))]
  return paths.filter(
    (path) => !LEFT_OUT.includes(path) && new Set(runs.map(({ settings }) => settingWords(settings[path]))).size > 1,
  )
}

export interface Order {
  by: string
  isDown: boolean
}

const FIXED: Record<string, (run: SessionSummary) => string | number> = {
  name: ({ name, created_at }) => name.toLowerCase() || created_at,
  created: ({ created_at }) => created_at,
  dataset: ({ dataset }) => dataset ?? '',
  model: ({ model }) => model ?? '',
  score: ({ headline }) => headline?.value ?? -Infinity,
}

/** By size where both are numbers, by letters elsewhere. */
const compare = (one: unknown, other: unknown) =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : settingWords(one).localeCompare(settingWords(other), undefined, { numeric: true })

export function sorted(runs: SessionSummary[], { by, isDown }: Order): SessionSummary[] {
  const pick = FIXED[by] ?? (({ settings }: SessionSummary) => settings[by])
  const sign = isDown ? -1 : 1
  return [...runs].sort((a, b) => sign * compare(pick(a), pick(b)))
}

/** Runs whose name, data, model, note or tags hold every word. */
export function found(runs: SessionSummary[], search: string): SessionSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const text = ({ name, dataset, model, note, tags }: SessionSummary) =>
    [name, dataset, model, note, ...tags].join(' ').toLowerCase()
  return runs.filter((run) => words.every((word) => text(run).includes(word)))
}
