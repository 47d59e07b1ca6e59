import { screen } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { ThresholdStudio } from './threshold-studio'

const steps = { threshold: [0.9, 0.5, 0.1], precision: [1, 0.8, 0.4], recall: [0.5, 0.9, 1], selected: [20, 45, 100] }
const curves = {
  roc: { fpr: [0, 0, 0.15, 1], tpr: [0, 0.5, 0.9, 1], threshold: [null, 0.9, 0.5, 0.1] },
  pr: { recall: steps.recall, precision: steps.precision, threshold: steps.threshold },
  threshold: steps,
  calibration: { mean_predicted: [0.2, 0.8], observed: [0.1, 0.9], count: [6, 4] },
}
const interval = (value: number, low: number, high: number) => ({ value, low, high })
const found = {
  objective: 'precision_at_least',
  value: 0.99,
  threshold: 0.9236,
  precision: 0.9903,
  recall: 0.8992,
  selected: 2071,
  expected_false_positives: 20,
  positive_class: 'PLANET',
  intervals: {
    precision: interval(0.9903, 0.986, 0.994),
    recall: interval(0.9, 0.886, 0.912),
    false_positives: interval(20, 11, 29),
  },
}
const studio = (positive: string | null = 'PLANET') => (
  <ThresholdStudio session_id="S1" classes={['FALSE POSITIVE', 'PLANET']} positive_class={positive} />
)
const plain = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ')

test('a purpose becomes a threshold with the length of the list and the expected mistakes, and the cursor goes there', async () => {
  const calls = serve(({ method }) => ({ data: method === 'GET' ? { curves } : found }))
  const { user } = show(studio())
  await user.click(screen.getByRole('button', { name: 'Find the threshold' }))
  const title = await screen.findByText(/at least 99.% pure: call it PLANET from a score of 0\.924/)
  const words = plain(title.parentElement!.textContent)
  expect(words).toContain('2,071 are on the list; about 20 of them are expected to be wrong (95 %: 11 to 29).')
  expect(words).toContain('99.0 % of the list are PLANET (95 %: 98.6 % to 99.4 %), and 89.9 % of all PLANET are found')
  expect(calls.find(({ method }) => method === 'POST')!.body).toMatchObject({
    objective: 'precision_at_least',
    value: 0.99,
    positive: 'PLANET',
  })
  expect(screen.getByRole('slider', { name: 'Threshold of the score of PLANET' })).toHaveAttribute(
    'aria-valuenow',
    '0.9236',
  )
})

test('all four purposes are asked of the server, a count as a count', async () => {
  const calls = serve(({ method }) => ({
    data: method === 'GET' ? { curves } : { ...found, objective: 'false_positives_at_most', value: 20 },
  }))
  const { user } = show(studio())
  await user.click(screen.getByRole('combobox', { name: 'I want' }))
  expect(screen.getAllByRole('option')).toHaveLength(4)
  await user.click(screen.getByRole('option', { name: /few false alarms/ }))
  expect(screen.getByLabelText('Objects')).toHaveValue('20')
  await user.click(screen.getByRole('button', { name: 'Find the threshold' }))
  expect(await screen.findByText(/For a list with at most 20 wrong/)).toBeInTheDocument()
  expect(calls.find(({ method }) => method === 'POST')!.body).toMatchObject({ value: 20 })
})

test('by hand the threshold is told as a sentence, and another class has its own', async () => {
  serve(() => ({ data: { curves } }))
  const { user } = show(studio())
  const slider = await screen.findByRole('slider')
  expect(plain(slider.closest('.stack-tight')!.textContent)).toContain(
    'about 45 objects on the list, about 9 of them wrong; 80.0 % pure',
  )
  slider.focus()
  await user.keyboard('{Home}')
  expect(plain(slider.closest('.stack-tight')!.textContent)).toContain('about 100 objects on the list')
  await user.click(screen.getByRole('combobox', { name: 'A list of' }))
  await user.click(screen.getByRole('option', { name: 'FALSE POSITIVE' }))
  expect(await screen.findByRole('slider', { name: 'Threshold of the score of FALSE POSITIVE' })).toBeInTheDocument()
})

test('what no threshold reaches is said in the server’s words', async () => {
  serve(({ method }) =>
    method === 'GET'
      ? { data: { curves } }
      : { status: 422, error: 'No threshold gives a precision of 1; the best is 0.99.' },
  )
  const { user } = show(studio())
  await user.click(screen.getByRole('button', { name: 'Find the threshold' }))
  expect(await screen.findByText(/the best is 0.99/)).toBeInTheDocument()
})
