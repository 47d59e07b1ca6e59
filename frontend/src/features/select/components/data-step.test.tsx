import { screen, within } from '@testing-library/react'
import type { DataSourceChoice } from '@/client/wire'
import { dataset, snapshot } from '@/testing/dataset-samples'
import { show } from '@/testing/render'
import { selection } from '@/testing/samples'
import { DataStep } from './data-step'

const open = (datasets = [dataset()], source: DataSourceChoice | null = null) => {
  const onSave = vi.fn()
  const view = show(
    <DataStep
      selection={selection({ data_source: source })}
      datasets={datasets}
      balance={({ rows }) => <p>{rows} rows by class</p>}
      fetching={({ available, title }) => !available && <button>Fetch {title}</button>}
      upload={() => null}
      preview={({ snapshot: id }) => <p>preview of {id ?? 'the newest'}</p>}
      isBusy={false}
      error={null}
      onSave={onSave}
    />,
  )
  return { ...view, onSave }
}

test('a chosen catalogue is saved with its first task, and nothing can be saved before', async () => {
  const { user, onSave } = open()
  expect(screen.getByText('9564 rows by class')).toBeInTheDocument()
  expect(screen.getByText('Choose a catalogue or add a file first.')).toBeInTheDocument()
  await user.click(screen.getByRole('radio', { name: 'Kepler' }))
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  expect(onSave).toHaveBeenCalledWith({ data_source: 'nasa', dataset: 'kepler', task: 'binary' })
})

test('a catalogue of which nothing is held cannot be chosen, and can be fetched', () => {
  open([dataset(), dataset({ name: 'k2', title: 'K2', available: false, snapshots: [] })])
  expect(screen.queryByRole('radio', { name: 'K2' })).not.toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Fetch K2' })).toBeEnabled()
})

test('an older snapshot is chosen by its date and rows, and shown', async () => {
  const older = snapshot({ id: 'dr25-2017-07-19', date: '2017-07-19', rows: 8054, source: 'From a package' })
  const { user, onSave } = open([dataset({ snapshots: [snapshot(), older] })])
  await user.click(screen.getByRole('radio', { name: 'Kepler' }))
  await user.click(screen.getByRole('combobox', { name: 'Snapshot' }))
  await user.click(screen.getByRole('option', { name: /19 July 2017, 8,054.rows/ }))
  expect(screen.getByText('preview of dr25-2017-07-19')).toBeInTheDocument()
  expect(screen.getByText('From a package')).toBeInTheDocument()
  const link = screen.getByRole('link', { name: /Look into this catalogue/ })
  expect(link).toHaveAttribute('href', '/datasets/kepler?snapshot=dr25-2017-07-19')
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  expect(onSave.mock.calls[0]![0]).toMatchObject({ snapshot: 'dr25-2017-07-19' })
})

test('an own version that is not listed stays chosen', () => {
  open(undefined, { data_source: 'nasa', dataset: 'kepler', task: 'binary', snapshot: 'extension-1' })
  expect(screen.getByRole('combobox', { name: 'Snapshot' })).toHaveValue('Your own version (extension-1)')
})

test('the tasks name their classes', async () => {
  const { user } = open()
  await user.click(screen.getByRole('radio', { name: 'Kepler' }))
  const tasks = screen.getByRole('group', { name: 'Task' })
  expect(within(tasks).getByText(/Classes: false positive, planet. 1,797.undecided objects/)).toBeInTheDocument()
})
