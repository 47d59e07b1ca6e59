import { screen } from '@testing-library/react'
import { families, selection, steps } from '@/testing/samples'
import { show } from '@/testing/render'
import { ModelStep } from './model-step'

function open(saved?: { model: string; hyperparameters: Record<string, number>; seed: number }) {
  const onSave = vi.fn()
  const view = show(
    <ModelStep
      selection={selection(saved ? { model: saved } : {})}
      families={families}
      steps={steps}
      isBusy={false}
      error={null}
      onSave={onSave}
    />,
  )
  return { ...view, onSave, save: () => view.user.click(screen.getByRole('button', { name: 'Save and continue' })) }
}

test('the recommended family is chosen first, with its defaults', async () => {
  const { onSave, save } = open()
  expect(screen.getByRole('radio', { name: /LightGBM/ })).toBeChecked()
  await save()
  expect(onSave).toHaveBeenCalledWith({
    model: 'lightgbm',
    hyperparameters: { n_estimators: 700, learning_rate: 0.05, extra_trees: true },
    seed: 42,
    imputation: 'median',
  })
})

test('what is typed is sent as a number', async () => {
  const { user, onSave, save } = open()
  const trees = screen.getByLabelText('Trees')
  await user.clear(trees)
  await user.type(trees, '300')
  await save()
  expect(onSave.mock.calls[0]![0].hyperparameters.n_estimators).toBe(300)
})

test('the values of one family are never sent to another', async () => {
  const { user, onSave, save } = open({
    model: 'lightgbm',
    hyperparameters: { n_estimators: 1234, learning_rate: 0.2 },
    seed: 7,
  })
  expect(screen.getByLabelText('Trees')).toHaveValue('1234')
  await user.click(screen.getByRole('radio', { name: /Random forest/ }))
  expect(screen.getByLabelText('Trees')).toHaveValue('300')
  await save()
  expect(onSave).toHaveBeenCalledWith({
    model: 'random_forest',
    hyperparameters: { n_estimators: 300, max_features: 'sqrt' },
    seed: 7,
    imputation: 'median',
  })
})

test('a value out of range is said, kept as typed, and not sent', async () => {
  const { user } = open()
  const trees = screen.getByLabelText('Trees')
  await user.clear(trees)
  await user.type(trees, '5')
  await user.tab()
  expect(trees).toHaveValue('5')
  expect(screen.getByText('The smallest value is 10.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Save and continue' })).toBeDisabled()
})

test('an emptied field asks for a number', async () => {
  const { user } = open()
  await user.clear(screen.getByLabelText('Learning rate'))
  expect(screen.getByText('Enter a number.')).toBeInTheDocument()
})

test('a step around the model is chosen by its words and says what it does', async () => {
  const { user, onSave, save } = open()
  expect(screen.getByText('The middle value.')).toBeInTheDocument()
  await user.click(screen.getByRole('combobox', { name: 'Missing values' }))
  await user.click(await screen.findByRole('option', { name: 'Median and a mark' }))
  expect(screen.getByText('The median, and where it was missing.')).toBeInTheDocument()
  await save()
  expect(onSave.mock.calls[0]![0]).toMatchObject({ imputation: 'indicator' })
})
