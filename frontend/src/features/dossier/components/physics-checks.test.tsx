import { screen, within } from '@testing-library/react'
import { dossier } from '@/testing/dossier-samples'
import { show } from '@/testing/render'
import { PhysicsChecks } from './physics-checks'

test('every check tells value, threshold, verdict and reason, in words as well as in colour', () => {
  show(<PhysicsChecks dossier={dossier} />)
  const table = screen.getByRole('table', { name: 'Every check with its value and threshold' })
  const row = (name: string) => within(table).getByRole('row', { name: new RegExp(`^${name}`) })
  expect(row('size')).toHaveTextContent('✓ passes')
  expect(row('size')).toHaveTextContent('2.26 Earth radii (2.1 to 2.5)')
  expect(row('size')).toHaveTextContent('at most 22.4')
  expect(row('grazing')).toHaveTextContent('✗ fails')
  expect(row('density')).toHaveTextContent('? uncertain fails in 31 %')
  expect(row('mass')).toHaveTextContent('not testable–')
  expect(within(row('size')).getByTitle('Kipping 2018')).toBeInTheDocument()
})

test('the verdicts are counted, and what no table can tell is said with where to look', () => {
  show(<PhysicsChecks dossier={dossier} />)
  expect(screen.getByText(/^1 passes, 1 fails, 1 uncertain, 1 not testable\./)).toBeInTheDocument()
  expect(screen.getByText('What no table can tell (1)')).toBeInTheDocument()
  expect(screen.getByText('Centroid shift.').closest('li')).toHaveTextContent('Look into: the light curves.')
})
