import { screen } from '@testing-library/react'
import { useState } from 'react'
import { serve, show, type Call } from '@/testing/render'
import { form } from '@/testing/samples'
import { OneObject } from './one-object'

const prediction = {
  prediction: 'PLANET',
  probability: 0.97,
  probabilities: { PLANET: 0.97, 'FALSE POSITIVE': 0.03 },
  score: 0.97,
  threshold: 0.5,
  interval: [0.94, 0.99],
  warnings: [{ code: 'missing_inputs', text: '1 of 3 inputs is missing: koi_period_err1.' }],
  answered_by: { kind: 'whole', fields: [], accuracy: 0.97, log_loss: 0.1, text: 'Answered by the trained model.' },
  most_helpful: [],
  explanation: {
    predicted_class: 'PLANET',
    unit: 'log-odds',
    base_value: -0.5,
    output: 3.5,
    additivity_error: 0,
    contributions: [
      {
        feature: 'koi_prad',
        label: 'Planetary Radius',
        value: 2.26,
        unit: 'Earth radii',
        contribution: 4,
        text: 'planetary radius 2.26 raises the score',
      },
    ],
  },
}
const answer = (call: Call) => {
  if (call.path !== '/predict/object') return { data: { session_id: 'S1', run_id: 'R1', predictions: [prediction] } }
  if (call.query.name !== 'K00752.01')
    return { status: 404, error: 'There is no object K9. Expected a name such as K00001.01.' }
  return {
    data: {
      name: 'K00752.01',
      values: { koi_period: 9.488, koi_period_err1: null, koi_prad: 2.26 },
      catalogue_label: 'PLANET',
    },
  }
}

function Page({ start = null, atOnce = false }: { start?: string | null; atOnce?: boolean }) {
  const [name, setName] = useState(start)
  return <OneObject form={form} objectName={name} predictsAtOnce={atOnce} onObject={setName} />
}

test('a known object fills the form, and Predict sends numbers and missing values', async () => {
  const calls = serve(answer)
  const { user } = show(<Page />)
  await user.type(screen.getByLabelText('Known object'), 'K00752.01')
  await user.click(screen.getByRole('button', { name: 'Load' }))
  expect(await screen.findByDisplayValue('9.488')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Predict' }))
  await screen.findByText(/97\.0.% sure/)
  expect(calls.at(-1)!.body).toEqual({
    session_id: 'S1',
    rows: [{ koi_period: 9.488, koi_period_err1: null, koi_prad: 2.26 }],
    explain: true,
  })
})

test('the answer comes with warnings, sentences and contributions that can be read as a table', async () => {
  serve(answer)
  const { user } = show(<Page start="K00752.01" atOnce />)
  expect(await screen.findByText('1 of 3 inputs is missing: koi_period_err1.')).toBeInTheDocument()
  expect(screen.getByText('Planetary radius 2.26 raises the score.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of Contributions' }))
  expect(screen.getByRole('table', { name: 'All contributions, in log-odds' })).toHaveTextContent('+4.000')
})

test('what answered, what would help and what looks like a slip are said, and the slip is put right at once', async () => {
  const text =
    'koi_prad 0.02 Earth radii is outside what the model was trained on and looks like Jupiter radii: in Earth radii it would be 0.2242.'
  const lacking = {
    ...prediction,
    warnings: [{ code: 'unit_slip', text, column: 'koi_prad', suggested: 0.2242, unit: 'Earth radii' }],
    answered_by: {
      kind: 'reduced',
      fields: ['koi_prad'],
      accuracy: 0.88,
      log_loss: 0.3,
      whole_accuracy: 0.97,
      whole_log_loss: 0.1,
      text: 'Only one field is given.',
    },
    most_helpful: [
      { feature: 'koi_period', label: 'Orbital Period', unit: 'days', gain: 0.04, accuracy: 0.91, text: '' },
    ],
  }
  const calls = serve((call) =>
    call.path === '/predict' ? { data: { session_id: 'S1', run_id: 'R1', predictions: [lacking] } } : answer(call),
  )
  const { user } = show(<Page start="K00752.01" atOnce />)
  expect(await screen.findByText(/Answered by a reduced model of 1.column/)).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /Orbital Period .days.*0\.040.*91\.0/ })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: /Use 0\.2242/ }))
  await vi.waitFor(() =>
    expect(calls.filter(({ path }) => path === '/predict').at(-1)!.body).toMatchObject({
      rows: [{ koi_period: 9.488, koi_prad: 0.2242 }],
    }),
  )
})

test('the smallest change that matters is looked for and can be judged', async () => {
  const counterfactual = {
    found: true,
    predicted_class: 'PLANET',
    other_class: 'FALSE POSITIVE',
    probability_before: 0.97,
    probability_after: 0.45,
    within_errors: true,
    distance: 1,
    changes: [
      { feature: 'koi_prad', label: 'Planetary Radius', unit: 'Earth radii', before: 2.26, after: 14, errors: 0.8 },
    ],
    text: 'With a radius of 14 it would be a false positive.',
    tried: 40,
    warnings: [],
  }
  const calls = serve((call) =>
    call.path === '/result' ? { data: { run_id: 'R1', counterfactuals: [counterfactual] } } : answer(call),
  )
  const { user } = show(<Page start="K00752.01" atOnce />)
  await user.click(await screen.findByRole('button', { name: 'Look for it' }))
  expect(await screen.findByText('It would be false positive')).toBeInTheDocument()
  expect(calls.find(({ path }) => path === '/result')!.body).toMatchObject({ action: 'counterfactual' })
  await user.click(screen.getByRole('button', { name: 'Judge the changed object' }))
  expect(await screen.findByDisplayValue('14')).toBeInTheDocument()
})

test('an unknown object is answered with the server’s sentence', async () => {
  serve(answer)
  const { user } = show(<Page />)
  await user.type(screen.getByLabelText('Known object'), 'K9{Enter}')
  expect(await screen.findByText(/There is no object K9/)).toBeInTheDocument()
})

test('an empty form cannot be predicted', () => {
  serve(answer)
  show(<Page />)
  expect(screen.getByRole('button', { name: 'Predict' })).toBeDisabled()
})

test('a field that would help is one press away, in a group that was closed as well', async () => {
  const helpful = { gain: 0.05, accuracy: 0.95, text: '', unit: 'days' }
  const most_helpful = [
    { feature: 'koi_period', label: 'Orbital Period', ...helpful },
    { feature: 'koi_period_err1', label: 'Orbital Period Upper Unc.', ...helpful },
  ]
  serve(() => ({ data: { predictions: [{ ...prediction, most_helpful }] } }))
  const { user } = show(<Page />)
  await user.type(screen.getByLabelText('Planetary Radius (Earth radii)'), '2')
  await user.click(screen.getByRole('button', { name: 'Predict' }))
  await user.click(await screen.findByRole('button', { name: /^Orbital Period \(days\)/ }))
  expect(screen.getByLabelText('Orbital Period (days)')).toHaveFocus()
  await user.click(screen.getByRole('button', { name: /^Orbital Period Upper Unc/ }))
  expect(screen.getByLabelText('Orbital Period Upper Unc. (days)')).toHaveFocus()
})
