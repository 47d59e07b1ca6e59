import { screen } from '@testing-library/react'
import type { EvaluationChoice } from '@/client/wire'
import { selection, steps } from '@/testing/samples'
import { show } from '@/testing/render'
import { EVALUATION_DEFAULTS } from '../model/evaluation'
import { EvaluationStep } from './evaluation-step'

function open(saved: Partial<EvaluationChoice> = {}) {
  const [onSave, onDraft] = [vi.fn(), vi.fn()]
  const view = show(
    <EvaluationStep
      selection={selection({ evaluation: { ...EVALUATION_DEFAULTS, ...saved } })}
      steps={steps}
      classes={['FALSE POSITIVE', 'PLANET']}
      summary={null}
      isBusy={false}
      error={null}
      onDraft={onDraft}
      onSave={onSave}
    />,
  )
  return { ...view, onSave, onDraft, train: () => view.user.click(screen.getByRole('button', { name: 'Train' })) }
}

test('a calibration is chosen by its words and sent by its name', async () => {
  const { user, onSave, train } = open()
  await user.click(screen.getByRole('combobox', { name: 'Calibration' }))
  await user.click(await screen.findByRole('option', { name: 'Venn-Abers' }))
  await train()
  expect(onSave).toHaveBeenCalledWith({ ...EVALUATION_DEFAULTS, calibration: 'venn_abers' })
})

test('classes get costs only where they are weighed by costs, and need one there', async () => {
  const { user, onSave, train } = open()
  expect(screen.queryByLabelText('PLANET')).not.toBeInTheDocument()
  await user.click(screen.getByRole('combobox', { name: 'Rare classes' }))
  await user.click(await screen.findByRole('option', { name: 'Costs' }))
  expect(screen.getByRole('button', { name: 'Train' })).toBeDisabled()
  await user.type(screen.getByLabelText('PLANET'), '5')
  await train()
  expect(onSave.mock.calls[0]![0]).toMatchObject({ imbalance: 'cost', costs: { PLANET: 5 } })
})

test('a budget is asked about at once, and a wrong one is not sent', async () => {
  const { user, onDraft } = open()
  await user.click(screen.getByRole('checkbox', { name: 'Search for better settings' }))
  expect(onDraft.mock.calls[0]![0].tuning).toEqual({ trials: 20, timeout_s: null, folds: 3 })
  expect(screen.getByText('Estimating …')).toBeInTheDocument()
  await user.clear(screen.getByLabelText('Trials'))
  expect(screen.getByRole('button', { name: 'Train' })).toBeDisabled()
  await user.type(screen.getByLabelText('Trials'), '7')
  expect(onDraft.mock.lastCall![0].tuning.trials).toBe(7)
})

test('what the server expects of the saved budget is told', () => {
  const budget = { trials: 30, timeout_s: 300, folds: 3, searches: 6, fits: 540, expected_s: 90 }
  open({ tuning: budget as EvaluationChoice['tuning'] })
  expect(screen.getByText('about 1 min 30 s on one core')).toBeInTheDocument()
  expect(screen.getByText('540')).toBeInTheDocument()
})
