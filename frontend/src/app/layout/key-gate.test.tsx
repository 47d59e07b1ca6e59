import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import { client, unwrap } from '@/client/client'
import { serve, show } from '@/testing/render'
import { KeyGate } from './key-gate'

function Families() {
  const { data, error } = useQuery({ queryKey: ['families'], queryFn: () => unwrap(client.GET('/api/models')) })
  return <p>{data ? 'shown' : (error?.message ?? 'waiting')}</p>
}

test('the key is asked for once, refused when wrong, and sent with every call after', async () => {
  const calls = serve(({ headers }) => {
    const given = headers.get('Authorization')
    if (given === 'Bearer exo_right') return { data: { models: [] } }
    return { status: 401, error: 'no', code: given ? 'api_key_refused' : 'api_key_needed' }
  })
  const { user } = show(
    <>
      <Families />
      <KeyGate />
    </>,
  )
  await user.type(await screen.findByLabelText(/API key/, { selector: 'input' }), 'exo_wrong')
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByText(/unknown here or was revoked/)).toBeInTheDocument()
  await user.type(screen.getByLabelText(/API key/, { selector: 'input' }), 'exo_right')
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(await screen.findByText('shown')).toBeInTheDocument()
  expect(screen.queryByLabelText(/API key/, { selector: 'input' })).not.toBeInTheDocument()
  expect(calls.at(-1)!.headers.get('Authorization')).toBe('Bearer exo_right')
  expect(document.cookie).toContain('exoplanet_key=exo_right')
})
