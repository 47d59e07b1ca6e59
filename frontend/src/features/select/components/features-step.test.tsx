import { screen, within } from '@testing-library/react'
import { useState } from 'react'
import type { Finding } from '@/client/wire'
import { column, selection } from '@/testing/samples'
import { show } from '@/testing/render'
import { ApiError } from '@/client/api-error'
import type { OwnTable } from '../model/feature-choice'
import { FeaturesStep, type PriceQuestion } from './features-step'

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

const own: OwnTable = { target: null, host: null, positive: null, columnMap: {}, units: {} }
const scoreGivesAway: Finding = {
  column: 'koi_score',
  code: 'single_column_auc',
  value: 0.998,
  threshold: 0.98,
  text: 'koi_score alone tells the classes apart with an AUC of 0.998.',
  locks: true,
}

function open(more: Partial<Parameters<typeof FeaturesStep>[0]> = {}) {
  const onSave = vi.fn()
  const price = vi.fn((question: PriceQuestion) => <p>Priced: {question.columns.join(', ') || 'none'}</p>)
  const view = show(
    <FeaturesStep
      selection={selection()}
      columns={columns}
      presets={more.own ? {} : presets}
      findings={[]}
      price={price}
      isBusy={false}
      error={null}
      onSave={onSave}
      {...more}
    />,
  )
  const save = () => view.user.click(screen.getByRole('button', { name: 'Save and continue' }))
  return { ...view, onSave, price, save }
}
const box = (name: RegExp) => screen.getByRole('checkbox', { name })

test('leaks stay locked, with the reason, until they are opened on purpose', async () => {
  const { user, onSave, save } = open()
  expect(box(/^koi score/)).toBeDisabled()
  expect(screen.getByText(/Reason for koi_score/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: /Everything/ })).toBeDisabled()

  await user.click(box(/gives the answer away/))
  await user.click(box(/^koi score/))
  await save()
  expect(onSave).toHaveBeenLastCalledWith(expect.objectContaining({ allow_leaks: ['koi_score'] }))
})

test('taking the confirmation back drops the leaks', async () => {
  const { user, onSave, save } = open()
  await user.click(box(/gives the answer away/))
  await user.click(box(/^koi score/))
  await user.click(box(/gives the answer away/))
  expect(box(/^koi score/)).not.toBeChecked()
  await save()
  expect(onSave).toHaveBeenLastCalledWith({ preset: 'default', allow_leaks: [], engineered: true })
})

test('identifiers stay locked even then, and the target is not offered', async () => {
  const { user } = open()
  await user.click(box(/gives the answer away/))
  expect(box(/^kepid/)).toBeDisabled()
  expect(screen.queryByRole('checkbox', { name: /koi_disposition/ })).not.toBeInTheDocument()
})

test('select and unselect act on the columns that the search shows', async () => {
  const { user } = open()
  await user.type(screen.getByLabelText('Search columns'), 'prad')
  await user.click(screen.getByRole('button', { name: 'Unselect all shown' }))
  await user.clear(screen.getByLabelText('Search columns'))
  expect(box(/^koi prad/)).not.toBeChecked()
  expect(box(/^koi period/)).toBeChecked()
})

test('what was unselected in one press comes back in one', async () => {
  const { user } = open()
  const undo = screen.getByRole('button', { name: 'Undo' })
  expect(undo).toBeDisabled()
  await user.click(screen.getByRole('button', { name: 'Unselect all shown' }))
  await user.click(screen.getByRole('button', { name: /Physics only/ }))
  await user.click(undo)
  expect(box(/^koi period/)).not.toBeChecked()
  await user.click(undo)
  expect(box(/^koi period/)).toBeChecked()
  expect(box(/^koi prad/)).toBeChecked()
  expect(undo).toBeDisabled()
})

test('an undo never throws away what was ticked one by one since', async () => {
  const { user } = open()
  await user.click(screen.getByRole('button', { name: 'Unselect all shown' }))
  await user.click(box(/^koi prad/))
  expect(screen.getByRole('button', { name: 'Undo' })).toBeDisabled()
  expect(box(/^koi prad/)).toBeChecked()
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

test('an own table asks for its target first', () => {
  open({ own })
  expect(screen.getByRole('button', { name: 'Save and continue' })).toBeDisabled()
  expect(screen.getByText('Say first which column holds the answer.')).toBeInTheDocument()
})

test('an own table is saved by the shared names, with units, without its answer and its star', async () => {
  const mapped = { ...own, target: 'koi_prad', host: 'kepid', columnMap: { koi_period: 'orbital_period' } }
  const { onSave, save } = open({ own: { ...mapped, units: { koi_period: 'hours' } } })
  const table = screen.getByRole('table', { name: 'Columns the model may look at' })
  expect(within(table).queryByText('koi_prad')).not.toBeInTheDocument()
  await save()
  expect(onSave).toHaveBeenLastCalledWith({
    target: 'koi_prad',
    host: 'kepid',
    column_map: { koi_period: 'orbital_period' },
    units: { koi_period: 'hours' },
    features: ['orbital_period'],
    allow_leaks: [],
    engineered: true,
  })
})

test('what was measured stands beside the reason', () => {
  open({ findings: [scoreGivesAway] })
  const locked = screen.getByRole('table', { name: 'Locked columns with the reason' })
  expect(within(locked).getByText(/AUC of 0.998/)).toBeInTheDocument()
  expect(within(locked).getByText('Measured')).toBeInTheDocument()
})

test('a column that turns out to be a leak is not used, even if it was ticked before', async () => {
  const onSave = vi.fn()
  const before = columns.map((held) => (held.name === 'koi_score' ? column('koi_score') : held))
  function Measured() {
    const [isMeasured, setIsMeasured] = useState(false)
    return (
      <>
        <button onClick={() => setIsMeasured(true)}>Measure</button>
        <FeaturesStep
          selection={selection({ features: { features: ['koi_period', 'koi_score'] } })}
          columns={isMeasured ? columns : before}
          presets={{}}
          findings={isMeasured ? [scoreGivesAway] : []}
          own={{ ...own, target: 'koi_prad' }}
          price={() => null}
          isBusy={false}
          error={null}
          onSave={onSave}
        />
      </>
    )
  }
  const { user } = show(<Measured />)
  expect(box(/^koi score/)).toBeChecked()
  await user.click(screen.getByRole('button', { name: 'Measure' }))
  await user.click(box(/gives the answer away/))
  expect(box(/^koi score/)).not.toBeChecked()
  await user.click(screen.getByRole('button', { name: 'Save and continue' }))
  expect(onSave).toHaveBeenLastCalledWith(expect.objectContaining({ features: ['koi_period'], allow_leaks: [] }))
})

test('locked columns are chosen to be priced without being opened', async () => {
  const { user, price } = open()
  expect(screen.getByText('Priced: koi_score')).toBeInTheDocument()
  await user.click(box(/^Price of kepid/))
  expect(screen.getByText('Priced: koi_score, kepid')).toBeInTheDocument()
  expect(price.mock.lastCall?.[0].choice).toEqual({ preset: 'default', allow_leaks: [], engineered: true })
  await user.click(screen.getByRole('button', { name: 'None' }))
  expect(price.mock.lastCall?.[0].blockedBecause).toBe('Choose columns under “Price it” first.')
})

test('a refusal stands at the column that it names', () => {
  const fields = [{ field: 'features.koi_prad', message: 'koi_prad is locked here.' }]
  open({ error: new ApiError('koi_prad is locked here.', 'invalid_fields', 422, fields) })
  const table = screen.getByRole('table', { name: 'Columns the model may look at' })
  expect(within(table).getByRole('alert')).toHaveTextContent('koi_prad is locked here.')
})
