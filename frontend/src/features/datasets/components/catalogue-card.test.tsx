import { screen } from '@testing-library/react'
import { dataset, snapshot } from '@/testing/dataset-samples'
import { show } from '@/testing/render'
import { CatalogueCard } from './catalogue-card'

test('a card tells rows, date, classes and leads to its page', () => {
  show(<CatalogueCard dataset={dataset({ snapshots: [snapshot(), snapshot({ id: 'old' })] })} />)
  expect(screen.getByRole('link', { name: 'Kepler' })).toHaveAttribute('href', '/datasets/kepler')
  expect(screen.getByRole('article')).toHaveTextContent(/9,564.rows · 1 October 2025 · 1.older snapshot/)
  expect(screen.getByText(/2,281 \(36.%\)/)).toBeInTheDocument()
})

test('a catalogue of which nothing is held says how to get it', () => {
  const none = { available: false, snapshots: [], rows: 0, remedy: 'Set K2_URI to a folder.' }
  show(<CatalogueCard dataset={dataset(none)} actions={<button>Fetch from NASA</button>} />)
  expect(screen.getByText('Set K2_URI to a folder.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Fetch from NASA' })).toBeInTheDocument()
  expect(screen.queryByText('PLANET')).not.toBeInTheDocument()
})
