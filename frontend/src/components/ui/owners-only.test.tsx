import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { OwnersOnly } from './owners-only'

const control = <button>Predict</button>

test('who reads a share link cannot use what writes, and is told why', () => {
  show(<OwnersOnly sessionId="read~abc">{control}</OwnersOnly>)
  expect(screen.getByRole('button', { name: 'Predict' })).toBeDisabled()
  expect(screen.getByText(/share link only reads/)).toBeInTheDocument()
})

test('the owner can, and reads nothing more', () => {
  show(<OwnersOnly sessionId="1a2b3c">{control}</OwnersOnly>)
  expect(screen.getByRole('button', { name: 'Predict' })).toBeEnabled()
  expect(screen.queryByText(/share link/)).not.toBeInTheDocument()
})
