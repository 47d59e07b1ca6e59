import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { Disagreements } from './disagreements'

test('confident contradictions are counted, and all disagreements are files', () => {
  show(<Disagreements sessionId="S 1" contradictions={{ confidence: 0.95, objects: 37, answers: 5000 }} />)
  expect(screen.getByText(/37 of 5,000.answers that are at least 95.% sure contradict/)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Parquet' })).toHaveAttribute(
    'href',
    '/result/disagreements.parquet?session_id=S%201',
  )
})
