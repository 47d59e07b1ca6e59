import { screen } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { version } from '@/testing/registry-samples'
import { TryModel } from './try-model'

const columns = [{ name: 'koi_period', label: 'Orbital Period', unit: 'days', kind: 'number' }]

test('every column is named, what is not known as null, and the answer tells its version', async () => {
  const answer = {
    class: 'PLANET',
    prediction: 'PLANET',
    probability: 0.93,
    probabilities: { PLANET: 0.93, 'FALSE POSITIVE': 0.07 },
    score: 0.93,
    threshold: 0.5,
    warnings: [{ code: 'missing_inputs', text: '1 of 2 inputs is missing.' }],
  }
  const calls = serve(() => ({
    data: { name: 'kepler', version: 1, classes: ['FALSE POSITIVE', 'PLANET'], predictions: [answer] },
  }))
  const { user } = show(<TryModel model={version(1)} columns={columns} examples={[]} />)
  expect(screen.getByRole('button', { name: 'Ask the model' })).toBeDisabled()
  await user.type(screen.getByLabelText('Orbital Period (days)'), '9.5')
  await user.click(screen.getByRole('button', { name: 'Ask the model' }))
  expect(await screen.findByText(/by version 1 of kepler/)).toBeInTheDocument()
  expect(screen.getByText('1 of 2 inputs is missing.')).toBeInTheDocument()
  expect(calls[0]!.body).toEqual({ features: { koi_period: 9.5, koi_prad: null } })
})
