import { screen } from '@testing-library/react'
import type { Assessment } from '@/client/wire'
import { show } from '@/testing/render'
import { AssessmentView } from './assessment-view'
import { NumbersForm, toNumbers } from './numbers-form'

const nothing = { value: null, low: null, high: null }
const assessment: Assessment = {
  zone: 'unknown',
  habitability: 'unknown',
  probabilities: { conservative: 0, unknown: 1 },
  zone_probabilities: {},
  insolation: nothing,
  insolation_source: '',
  distance_source: '',
  edges: { early_mars: null },
  size_from: 'planet_radius',
  similarity: { light_and_radius: nothing, four_properties: nothing, missing: ['planet_mass'], warnings: [] },
  missing: [{ name: 'insolation_flux', text: 'give it' }],
  without_errors: ['planet_radius'],
  warnings: [],
  draws: 1000,
  seed: 42,
}

test('an error counts on both sides, and what is empty is not sent', () => {
  expect(toNumbers({ planet_radius: 1, planet_radius_error: 0.1, stellar_mass: undefined })).toEqual({
    planet_radius: 1,
    planet_radius_upper_error: 0.1,
    planet_radius_lower_error: -0.1,
  })
})

test('numbers are asked about once there is one', async () => {
  const onAssess = vi.fn()
  const { user } = show(<NumbersForm isBusy={false} onAssess={onAssess} />)
  expect(screen.getByRole('button', { name: 'Where does it stand?' })).toBeDisabled()
  await user.click(screen.getByRole('button', { name: 'Fill in the Earth' }))
  await user.click(screen.getByRole('button', { name: 'Where does it stand?' }))
  expect(onAssess.mock.calls[0]![0]).toMatchObject({ planet_radius: 1, orbital_period: 365.25 })
})

test('what is not known stays unknown, and what would tell is named', () => {
  show(<AssessmentView assessment={assessment} />)
  expect(screen.getByText('insolation flux:').closest('li')).toHaveTextContent('give it')
  expect(screen.getByText('lacks planet mass')).toBeInTheDocument()
  expect(screen.getByText(/Taken as exact.*planet radius/)).toBeInTheDocument()
})
