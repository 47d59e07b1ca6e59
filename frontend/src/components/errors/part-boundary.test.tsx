import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { PartBoundary } from './part-boundary'

let isBroken = true
function Fragile() {
  if (isBroken) throw new Error('no curve')
  return <p>drawn</p>
}

test('a broken part leaves its neighbours standing and can be drawn again', async () => {
  const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { user } = show(
    <>
      <PartBoundary name="The curve">
        <Fragile />
      </PartBoundary>
      <p>neighbour</p>
    </>,
  )
  expect(screen.getByText('The curve could not be drawn')).toBeInTheDocument()
  expect(screen.getByText('neighbour')).toBeInTheDocument()
  isBroken = false
  await user.click(screen.getByRole('button', { name: 'Draw it again' }))
  expect(screen.getByText('drawn')).toBeInTheDocument()
  silence.mockRestore()
})
