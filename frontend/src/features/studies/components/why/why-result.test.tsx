import { screen } from '@testing-library/react'
import type { ExplainedFeature, GlobalExplanation } from '@/client/wire-explaining'
import { show } from '@/testing/render'
import { WhyResult } from './why-result'

const range = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 })
const feature = (name: string, importance: number, more: Partial<ExplainedFeature> = {}): ExplainedFeature => ({
  feature: name,
  label: `Label of ${name}`,
  unit: 'days',
  group: 'orbit',
  formula: '',
  importance: range(importance),
  importance_probability: range(importance / 10),
  share: 0.5,
  direction: -0.4,
  stability: { importance: [importance, importance], mean: importance, spread: 0.02, ranks: [1, 3] },
  permutation: { log_loss: range(0.03), accuracy: range(0.02) },
  partner: null,
  points: { value: [1, 2, null], log_odds: [0.5, -0.2, 0.1], probability: [0.05, -0.02, 0.01], partner: [] },
  ...more,
})
const result: GlobalExplanation = {
  explained_class: 'PLANET',
  features: [
    feature('koi_prad', 0.9, {
      partner: 'koi_period',
      points: { value: [1, 2, 3], log_odds: [0.5, -0.2, 0.1], probability: [0.05, -0.02, 0.01], partner: [7, null, 9] },
    }),
    feature('koi_period', 0.3, { permutation: null }),
  ],
  groups: [{ group: 'orbit', features: ['koi_prad', 'koi_period'], importance: range(1), share: 1, permutation: null }],
  agreement: 0.93,
  additivity_error: 0,
  rows: 3,
  hosts: 2,
  folds: 2,
  text: 'The size matters most.',
  split_hash: '',
  warnings: [],
}

test('each chart has a table behind it, and the scale of the dots can be changed', async () => {
  const { user } = show(<WhyResult result={result} />)
  expect(screen.getByText('The size matters most.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of How far each column moves the answer' }))
  expect(screen.getByRole('row', { name: /Label of koi_prad \(days\) orbit 0\.900.*0\.090/ })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of Every object as a dot' }))
  expect(screen.getByRole('row', { name: /Label of koi_prad −0\.20 to \+0\.50 against/ })).toBeInTheDocument()
  await user.click(screen.getByRole('radio', { name: 'Probability' }))
  expect(screen.getByRole('row', { name: /Label of koi_prad −0\.02 to \+0\.05 against/ })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of What exchanging the values costs' }))
  expect(screen.getByRole('row', { name: /Label of koi_prad 0\.030/ })).toBeInTheDocument()
})

test('the dependence of a column is told with the column that it works together with', async () => {
  const { user } = show(<WhyResult result={result} />)
  await user.click(screen.getByRole('button', { name: 'Table of Dependence on Label of koi_prad' }))
  expect(screen.getByRole('columnheader', { name: 'Label of koi_period' })).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /2.days −0\.200 missing/ })).toBeInTheDocument()
})

test('the folds’ ranks stand side by side, with their agreement in words', () => {
  show(<WhyResult result={result} />)
  expect(screen.getByText(/correlate with 0\.93/)).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /Label of koi_prad 1 3 0\.9 ± 0\.02/ })).toBeInTheDocument()
})
