import { screen } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { registered, version } from '@/testing/registry-samples'
import { ModelList } from './model-list'
import { PromoteRun } from './promote-run'

test('a serving model shows version and scores, one in training its progress', () => {
  const tess = registered({
    name: 'tess',
    state: 'training',
    version: null,
    promoted: null,
    versions: [],
    progress: { percent: 40, completed: 4, total: 10, unit: 'trees', message: 'Fold 2 of 5' },
  })
  show(<ModelList models={[registered(), tess]} />)
  expect(screen.getByRole('row', { name: /kepler Serves 1 LightGBM dr25-2017-07-19 0\.976.*0\.99/ })).toBeVisible()
  expect(screen.getByRole('progressbar', { name: 'Training of tess' })).toHaveAttribute('aria-valuenow', '40')
  expect(screen.getByText(/Fold 2 of 5/)).toBeInTheDocument()
  expect(screen.queryByRole('link', { name: 'tess' })).not.toBeInTheDocument()
})

test('a run is promoted under a name, with the token where one is asked for', async () => {
  const calls = serve(({ headers }) =>
    headers.get('Authorization') === 'Bearer secret'
      ? { data: registered({ name: 'mine', versions: [version(1)] }) }
      : { status: 403, error: 'This call needs the token.', code: 'not_admin' },
  )
  const onPromoted = vi.fn()
  const { user } = show(<PromoteRun runs={[{ value: 'S1', label: 'My run' }]} onPromoted={onPromoted} />)
  await user.click(screen.getByRole('combobox', { name: 'Run' }))
  await user.click(await screen.findByRole('option', { name: 'My run' }))
  await user.type(screen.getByLabelText('Name of the model'), 'mine')
  await user.click(screen.getByRole('button', { name: 'Promote' }))
  await user.type(await screen.findByLabelText('Admin token'), 'secret')
  await user.click(screen.getByRole('button', { name: 'Promote' }))
  expect(await screen.findByText('It serves now')).toBeInTheDocument()
  expect(calls.at(-1)).toMatchObject({ path: '/api/registry/mine/promote', body: { session_id: 'S1' } })
  expect(onPromoted).toHaveBeenCalledWith('mine')
})
