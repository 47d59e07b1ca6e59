import { screen, within } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { ShareSession } from './share-session'

const kept = {
  share_id: 's1',
  name: 'the referee',
  created_at: '2026-11-21T05:24:08+00:00',
  expires_at: null,
  expired: false,
}
const made = { ...kept, share_id: 's2', name: 'the class', token: 'read~T2', link: '/app/sessions/read~T2/result' }

test('a link is made, shown once with its whole address, and listed', async () => {
  let shares = [kept]
  const calls = serve(({ method }) => {
    if (method !== 'POST') return { data: { shares } }
    shares = [made, kept]
    return { status: 201, data: made }
  })
  const { user } = show(<ShareSession sessionId="S1" />)
  expect(calls).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Share' }))
  expect(await screen.findByRole('rowheader', { name: 'the referee' })).toBeInTheDocument()
  await user.type(screen.getByLabelText('For whom'), 'the class')
  await user.selectOptions(screen.getByLabelText('It lasts'), 'A week')
  await user.click(screen.getByRole('button', { name: 'Make a link' }))
  expect(await screen.findByText(`${location.origin}/app/sessions/read~T2/result`)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Copy the link' })).toBeInTheDocument()
  const posted = calls.find(({ method }) => method === 'POST')!
  expect(posted.path).toBe('/api/sessions/S1/shares')
  expect(posted.body).toEqual({ name: 'the class', expires_in_days: 7 })
  expect(await screen.findByRole('rowheader', { name: 'the class' })).toBeInTheDocument()
})

test('a link is revoked and gone from the list', async () => {
  let shares = [kept]
  const calls = serve(({ method }) => {
    if (method !== 'DELETE') return { data: { shares } }
    shares = []
    return { data: { share_id: 's1', revoked: true } }
  })
  const { user } = show(<ShareSession sessionId="S1" />)
  await user.click(screen.getByRole('button', { name: 'Share' }))
  await user.click(await screen.findByRole('button', { name: 'Revoke the referee' }))
  expect(await screen.findByText('No link yet.')).toBeInTheDocument()
  expect(calls.some(({ method, path }) => method === 'DELETE' && path === '/api/sessions/S1/shares/s1')).toBe(true)
})

test('a link that could not be made says why', async () => {
  serve(({ method }) =>
    method === 'POST'
      ? { status: 409, error: 'This session has 100 share links. Revoke one.', code: 'too_many_shares' }
      : { data: { shares: [{ ...kept, expired: true }] } },
  )
  const { user } = show(<ShareSession sessionId="S1" />)
  await user.click(screen.getByRole('button', { name: 'Share' }))
  expect(within(await screen.findByRole('table')).getByText('is over')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Make a link' }))
  expect(await screen.findByText(/Revoke one/)).toBeInTheDocument()
})
