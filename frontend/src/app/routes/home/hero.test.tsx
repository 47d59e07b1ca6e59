import { screen, waitFor } from '@testing-library/react'
import { ownSessionIds } from '@/lib/own-sessions'
import { serve, show } from '@/testing/render'
import { selection, training } from '@/testing/samples'
import { Hero } from './hero'

test('Start makes a session, chooses Kepler, queues the training and goes there', async () => {
  const calls = serve(({ method, path }) => ({
    data:
      path === '/training'
        ? training({ state: 'queued' })
        : method === 'GET'
          ? { ...selection(), choices: {} }
          : selection(),
  }))
  const { user, router } = show(<Hero />)
  await user.click(screen.getByRole('button', { name: 'Start' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/sessions/S1/training'))
  const posts = calls.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body])
  expect(posts).toEqual([
    ['/select', { session_id: 'S1', config_type: 'data_source', data_source: 'nasa', dataset: 'kepler' }],
    ['/training', { session_id: 'S1' }],
  ])
  expect(ownSessionIds()).toEqual(['S1'])
})

test('a refused start says why and stays', async () => {
  serve(() => ({ status: 503, error: 'The queue is away. Start Redis and try again.' }))
  const { user, router } = show(<Hero />)
  await user.click(screen.getByRole('button', { name: 'Start' }))
  expect(await screen.findByText('The queue is away. Start Redis and try again.')).toBeInTheDocument()
  expect(router.state.location.pathname).toBe('/')
})
