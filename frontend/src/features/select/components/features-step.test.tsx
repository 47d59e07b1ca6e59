import { screen, within } from '@testing-library/react'
import { column, selection } from '@/testing/samples'
import { show } from '@/testing/render'
import { FeaturesStep } from './features-step'

const columns = [
  column('koi_period'),
  column('koi_prad'),
  column('koi_score', 'leak'),
  column('koi_disposition', 'target'),
  column('kepid', 'identifier'),
]
const presets = {
  physics: ['koi_period'],
  default: ['koi_period', 'koi_prad'],
  everything: ['koi_period', 'koi_prad', 'koi_score'],
}

function open(targets: { name: string; classes: string[] }[] | null = null) {
  const onSave = vi.fn()
  const view = show(
    <FeaturesStep
      selection={selection()}
      columns={columns}
      presets={targets ? {} : presets}
      targets={targets}
      isBusy={false}
      error={null}
      onSave={onSave}
    />,
  )
  return { ...view, onSave, save: () => view.user.click(screen.getByRole('button', { name: 'Save and continue' })) }
}
const box = (name: RegExp) => screen.getByRole('checkbox', { name })

test('leaks stay locked, with the reason, until they are opened on purpose', async () => {
  const { user, onSave, save } = open()
  expect(box(/koi_score/)).toBeDisabled()
  expect(screen.getByText(/Reason for koi_score/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: /Everything/ })).toBeDisabled()

  await user.click(box(/gives the answer away/))
  await user.click(box(/koi_score/))
  await save()
  expect(onSave).toHaveBeenLastCalledWith(expect.objectContaining({ allow_leaks: ['koi_score'] }))
})

test('taking the confirmation back drops the leaks', async () => {
  const { user, onSave, save } = open()
  await user.click(box(/gives the answer away/))
  await user.click(box(/koi_score/))
  await user.click(box(/gives the answer away/))
  expect(box(/koi_score/)).not.toBeChecked()
  await save()
  expect(onSave).toHaveBeenLastCalledWith({ preset: 'default', allow_leaks: [], engineered: false })
})

test('identifiers stay locked even then, and the target is not offered', async () => {
  const { user } = open()
  await user.click(box(/gives the answer away/))
  expect(box(/kepid/)).toBeDisabled()
  expect(screen.queryByRole('checkbox', { name: /koi_disposition/ })).not.toBeInTheDocument()
})

test('select and unselect act on the columns that the search shows', async () => {
  const { user } = open()
  await user.type(screen.getByLabelText('Search columns'), 'prad')
  await user.click(screen.getByRole('button', { name: 'Unselect all shown' }))
  await user.clear(screen.getByLabelText('Search columns'))
  expect(box(/koi_prad/)).not.toBeChecked()
  expect(box(/koi_period/)).toBeChecked()
})

test('a preset is one press, and shown as pressed', async () => {
  const { user, onSave, save } = open()
  const physics = screen.getByRole('button', { name: /Physics only/ })
  await user.click(physics)
  expect(physics).toHaveAttribute('aria-pressed', 'true')
  await save()
  expect(onSave).toHaveBeenLastCalledWith(expect.objectContaining({ preset: 'physics' }))
})

test('nothing can be saved without a column', async () => {
  const { user } = open()
  await user.click(screen.getByRole('button', { name: 'Unselect all shown' }))
  expect(screen.getByRole('button', { name: 'Save and continue' })).toBeDisabled()
  expect(screen.getByText('Select at least one column.')).toBeInTheDocument()
})

test('an own table asks for its target first', async () => {
  const { user, onSave, save } = open([
    { name: 'koi_prad', classes: ['a', 'b'] },
    { name: 'koi_period', classes: ['c', 'd'] },
  ])
  expect(screen.getByRole('button', { name: 'Save and continue' })).toBeDisabled()
  await user.click(screen.getByRole('combobox', { name: 'Target column' }))
  await user.click(screen.getByRole('option', { name: 'koi_prad' }))
  expect(
    within(screen.getByRole('table', { name: 'Columns the model may look at' })).queryByText('koi_prad'),
  ).not.toBeInTheDocument()
  await save()
  expect(onSave).toHaveBeenLastCalledWith(expect.objectContaining({ target: 'koi_prad', features: ['koi_period'] }))
})
