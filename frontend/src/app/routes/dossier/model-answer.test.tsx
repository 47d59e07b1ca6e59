import { screen } from '@testing-library/react'
import { useState } from 'react'
import type { ModelAsked } from '@/features/dossier/api/get-dossier'
import { rememberSession } from '@/lib/own-sessions'
import { serve, show, type Call } from '@/testing/render'
import { judged } from '@/testing/dossier-samples'
import { ModelAnswer } from './model-answer'

const own = {
  session_id: 'S1',
  state: 'trained',
  dataset: 'kepler',
  model: 'lightgbm',
  name: 'Mine',
  created_at: '2026-11-21',
}
const sessions = [own, { ...own, session_id: 'S2', dataset: 'tess', name: 'Other table' }]
const finder = {
  name: 'finder',
  version: 2,
  state: 'serving',
  promoted: { dataset: 'kepler', title: 'LightGBM' },
  versions: [],
}
const registered = {
  name: 'finder',
  version: 2,
  classes: ['FALSE POSITIVE', 'PLANET'],
  predictions: [
    {
      prediction: 'FALSE POSITIVE',
      probability: 0.7,
      probabilities: { PLANET: 0.3, 'FALSE POSITIVE': 0.7 },
      score: 0.3,
      threshold: null,
      warnings: [],
    },
  ],
}

const platform = (models: unknown[], answers: (call: Call) => object) =>
  serve((call) => {
    if (call.path === '/api/sessions') return { data: { sessions } }
    if (call.path === '/api/registry') return { data: { models } }
    return { data: {}, ...answers(call) }
  })
const asks = ({ query }: Call) => ({
  data: { prediction: query.session_id ? judged : null, registered: query.model ? registered : null },
})

function Page({ start = null }: { start?: ModelAsked | null }) {
  const [asked, setAsked] = useState<ModelAsked | null>(start)
  return <ModelAnswer object={{ dataset: 'kepler', object: 'K00752.01' }} asked={asked} onAsk={setAsked} />
}

test('one’s own model of the catalogue answers with interval and reasons, and another may be chosen', async () => {
  rememberSession('S2')
  rememberSession('S1')
  const calls = platform([finder], asks)
  const { user } = show(<Page />)
  expect(await screen.findByText(/99\.0.% sure/)).toBeInTheDocument()
  expect(screen.getByText(/between 94.% and 99.% turned out to be PLANET/)).toBeInTheDocument()
  expect(screen.getByRole('heading', { name: 'Contributions' })).toBeInTheDocument()
  await user.click(screen.getByRole('combobox', { name: 'Which model' }))
  expect(screen.queryByRole('option', { name: 'Other table' })).not.toBeInTheDocument()
  await user.click(screen.getByRole('option', { name: 'finder, version 2: LightGBM' }))
  expect(await screen.findByText('by version 2 of finder')).toBeInTheDocument()
  expect(calls.filter(({ path }) => path.endsWith('/dossier')).map(({ query }) => query)).toEqual([
    { session_id: 'S1' },
    { model: 'finder' },
  ])
})

test('the session of a link is asked though it is not one’s own', async () => {
  platform([], asks)
  show(<Page start={{ session: 'S9' }} />)
  expect(await screen.findByText(/99\.0.% sure/)).toBeInTheDocument()
  expect(screen.getByDisplayValue('The session of this link')).toBeInTheDocument()
})

test('without a model there is a way to one', async () => {
  platform([], asks)
  show(<Page />)
  expect(await screen.findByRole('link', { name: 'Train one' })).toBeInTheDocument()
})

test('a refusal is said, and may be tried again', async () => {
  platform([], () => ({ status: 404, error: 'There is no object K00752.01 in this table.', data: undefined }))
  show(<Page start={{ session: 'S9' }} />)
  expect(await screen.findByText(/There is no object K00752.01/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument()
})
