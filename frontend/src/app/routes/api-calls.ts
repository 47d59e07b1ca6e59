import type { PredictForm, ResultSummary, Selection, TrainingStatus } from '@/client/wire'
import type { ApiCall } from '@/lib/snippets'

const STEPS = ['data_source', 'features', 'model', 'evaluation'] as const

/** What was left to its default is not sent. */
const chosen = (step: object) =>
  Object.fromEntries(
    Object.entries(step).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  )

/** The steps as they are saved, to be taken again. */
export function selectCalls({ session_id, selection }: Selection): ApiCall[] {
  const saved = STEPS.filter((step) => selection[step] !== null)
  return [
    ...saved.map((step): ApiCall => ({
      title: `Step ${step}`,
      method: 'POST',
      path: '/select',
      body: { session_id, config_type: step, ...chosen(selection[step]!) },
    })),
    { title: 'What is selected, and what is still missing', method: 'GET', path: '/select', query: { session_id } },
  ]
}

export const trainingCalls = ({ session_id }: TrainingStatus): ApiCall[] => [
  { title: 'Train', method: 'POST', path: '/training', body: { session_id } },
  { title: 'How far it is', method: 'GET', path: '/training', query: { session_id } },
]

export const resultCalls = ({ session_id, run_id }: ResultSummary): ApiCall[] => [
  { title: 'The result in brief', method: 'GET', path: '/result', query: { session_id } },
  { title: 'Its curves', method: 'GET', path: '/result', query: { session_id, section: 'curves' } },
  {
    title: 'The threshold for a list that is 99 % pure',
    method: 'POST',
    path: '/result',
    body: { session_id, action: 'threshold', objective: 'precision_at_least', value: 0.99 },
  },
  { title: 'The model as a bundle', method: 'GET', path: `/api/runs/${run_id}/bundle.zip` },
]

/** One row as the form holds it at first: the medians. */
export function predictCalls(session_id: string, { features }: PredictForm): ApiCall[] {
  const known = features.filter(({ median }) => median != null).slice(0, 6)
  const row = Object.fromEntries(known.map(({ name, median }) => [name, median]))
  return [
    { title: 'What may be told of an object', method: 'GET', path: '/predict', query: { session_id } },
    {
      title: 'One object, with the reasons',
      method: 'POST',
      path: '/predict',
      body: { session_id, rows: [row], explain: true },
    },
    { title: 'A whole table', method: 'POST', path: '/predict', body: { session_id }, file: 'candidates.csv' },
    {
      title: 'Rank the undecided objects',
      method: 'POST',
      path: '/predict',
      body: { session_id, source: 'undecided' },
    },
  ]
}
