import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { EVALUATION_DEFAULTS } from './evaluation-step'
import { EvaluationRemedies } from './evaluation-remedies'

test('a calibration is chosen by its words and told by its name', async () => {
  const told = vi.fn()
  const { user } = show(<EvaluationRemedies choice={EVALUATION_DEFAULTS} onChange={told} />)
  await user.click(screen.getByRole('combobox', { name: 'Probabilities' }))
  await user.click(await screen.findByText('Bend them by steps (isotonic)'))
  expect(told).toHaveBeenCalledWith({ calibration: 'isotonic' })
})

test('costs that were set over the API stay visible', () => {
  show(<EvaluationRemedies choice={{ ...EVALUATION_DEFAULTS, imbalance: 'cost' }} onChange={vi.fn()} />)
  expect(screen.getByDisplayValue('Weigh classes as set over the API')).toBeInTheDocument()
})
