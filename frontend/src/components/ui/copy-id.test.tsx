import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { CopyId } from './copy-id'

test('a long id is shown short and copied whole', async () => {
  const id = '0123456789abcdef0123456789abcdef'
  const { user } = show(<CopyId id={id} what="the run’s id" most={16} />)
  expect(screen.getByText('0123456789abcdef…')).toHaveAttribute('title', id)
  await user.click(screen.getByRole('button', { name: 'Copy the run’s id' }))
  expect(await navigator.clipboard.readText()).toBe(id)
  expect(screen.getByRole('status')).toHaveTextContent('Copied the run’s id')
})

test('a short id is shown whole', () => {
  show(<CopyId id="kepler" what="the snapshot’s id" most={16} />)
  expect(screen.getByText('kepler')).toBeInTheDocument()
})
