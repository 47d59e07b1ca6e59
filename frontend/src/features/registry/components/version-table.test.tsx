import { screen } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { registered, version } from '@/testing/registry-samples'
import { VersionTable } from './version-table'
import { VersionsComparedView } from './versions-compared'

const model = registered({ version: 2, versions: [version(1), version(2), version(3)] })

test('an earlier version rolls back, a later one is promoted, after a question', async () => {
  const calls = serve(() => ({ data: model }))
  const { user } = show(<VersionTable model={model} other={null} onCompare={() => {}} />)
  expect(screen.getByRole('button', { name: 'Promote version 3' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Roll back to version 1' }))
  await user.click(await screen.findByRole('button', { name: 'Let version 1 serve' }))
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  expect(calls[0]).toMatchObject({ path: '/api/registry/kepler/promote', body: { version: 1 } })
})

test('versions stand side by side with their difference and only what differs', async () => {
  const estimate = { value: 0.976, low: 0.972, high: 0.98 }
  serve(() => ({
    data: {
      name: 'kepler',
      this: version(2),
      other: version(1, { title: 'Random forest' }),
      metrics: {
        accuracy: { this: estimate, other: estimate, difference: { value: 0.01, low: 0.002, high: 0.018 } },
        roc_auc: { this: estimate, other: estimate, difference: null },
      },
      paired: true,
      text: 'Version 2 is better.',
    },
  }))
  show(<VersionsComparedView name="kepler" version={2} other={1} />)
  expect(await screen.findByText('Version 2 is better.')).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /Accuracy .*\+0\.010/ })).toBeInTheDocument()
  expect(screen.getByRole('row', { name: 'Family LightGBM Random forest' })).toBeInTheDocument()
})
