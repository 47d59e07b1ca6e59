import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import { ApiError } from '@/client/api-error'
import { show } from '@/testing/render'
import { Failed, QueryView } from './query-view'

function Part({ ask }: { ask: () => Promise<string[]> }) {
  const query = useQuery({ queryKey: ['part'], queryFn: ask })
  return (
    <QueryView query={query} what="the objects" isEmpty={(rows) => rows.length === 0} empty={<p>There is none.</p>}>
      {(rows) => <p>{rows.join()}</p>}
    </QueryView>
  )
}

test('a session that is gone can only be begun anew', async () => {
  const gone = new ApiError('There is no session S1.', 'unknown_session', 404)
  show(<Failed what="this session" error={gone} onRetry={() => {}} />)
  expect(await screen.findByRole('link', { name: 'Start anew on Home' })).toBeInTheDocument()
})

test('it waits, then shows what came', async () => {
  show(<Part ask={() => Promise.resolve(['a', 'b'])} />)
  expect(screen.getByRole('status', { name: 'Loading the objects' })).toBeInTheDocument()
  expect(await screen.findByText('a,b')).toBeInTheDocument()
})

test('nothing has a face of its own', async () => {
  show(<Part ask={() => Promise.resolve([])} />)
  expect(await screen.findByText('There is none.')).toBeInTheDocument()
})

test('a refusal shows the server’s sentence, and can be tried again', async () => {
  const ask = vi
    .fn()
    .mockRejectedValueOnce(new ApiError('The database is away. Try again in a few seconds.', 'x', 409))
    .mockResolvedValue(['a'])
  const { user } = show(<Part ask={ask} />)
  expect(await screen.findByText('The database is away. Try again in a few seconds.')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('a')).toBeInTheDocument()
})
