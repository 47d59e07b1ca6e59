import { act, screen } from '@testing-library/react'
import { say } from '@/lib/toasts'
import { show } from '@/testing/render'
import { Toasts } from './toasts'

test('news are told in a live region, lead on, can be taken back and be put away', async () => {
  const undo = vi.fn()
  const { user, router } = show(<Toasts />)
  const region = screen.getByRole('region', { name: 'News' })
  expect(region).toHaveAttribute('aria-live', 'polite')
  act(() => {
    say({ tone: 'good', title: 'The training is done', link: { label: 'Result', href: '/sessions/s/result' } })
    say({ tone: 'info', title: 'Renamed', undo })
    say({ tone: 'bad', title: 'It failed' })
  })
  await user.click(screen.getByRole('link', { name: 'Result' }))
  expect(router.state.location.pathname).toBe('/sessions/s/result')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(undo).toHaveBeenCalledOnce()
  await user.click(screen.getByRole('button', { name: 'Put away: It failed' }))
  expect(region).toBeEmptyDOMElement()
})
