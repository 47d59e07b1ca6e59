import { screen, within } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { ApiKeys } from './api-keys'

const LISTED = {
  key_id: 'setting:batch',
  name: 'batch',
  scope: 'read',
  source: 'setting',
  created_at: null,
  last_used_at: null,
  revoked_at: null,
}
const MADE = {
  ...LISTED,
  key_id: '1f2e',
  name: 'courier',
  scope: 'write',
  source: 'database',
  created_at: '2026-11-20T10:00:00Z',
}

/** A server that keeps what is asked of it. */
function keep() {
  let keys: { key_id: string }[] = [LISTED]
  return serve(({ method, path, headers }) => {
    if (headers.get('Authorization') !== 'Bearer right') return { status: 401, error: 'No.', code: 'not_admin' }
    if (method === 'POST') keys = [...keys, MADE]
    if (method === 'DELETE')
      keys = keys.map((key) => (path.endsWith(key.key_id) ? { ...key, revoked_at: '2026-11-21T10:00:00Z' } : key))
    return method === 'POST' ? { status: 201, data: { ...MADE, key: 'exo_secret' } } : { data: { keys } }
  })
}

test('a key is made, shown once, listed, and revoked after a question', async () => {
  const calls = keep()
  const { user } = show(<ApiKeys token="right" />)
  const batch = await screen.findByRole('row', { name: /^batch read .*by the settings/ })
  expect(within(batch).queryByRole('button')).toBeNull()
  expect(screen.getByRole('button', { name: 'Make a key' })).toBeDisabled()

  await user.type(screen.getByLabelText('Whose key'), ' courier ')
  await user.click(screen.getByRole('button', { name: 'Make a key' }))
  expect(await screen.findByText('exo_secret')).toBeInTheDocument()
  expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ name: 'courier', scope: 'write' })

  await user.click(await screen.findByRole('button', { name: 'Revoke the key of courier' }))
  expect(calls.some(({ method }) => method === 'DELETE')).toBe(false)
  await user.click(await screen.findByRole('button', { name: 'Revoke it' }))
  expect(await screen.findByRole('row', { name: /^courier write .*revoked/ })).toBeInTheDocument()
  expect(calls.find(({ method }) => method === 'DELETE')?.path).toBe('/api/admin/keys/1f2e')
  expect(screen.queryByRole('button', { name: 'Revoke the key of courier' })).toBeNull()
  expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain('exo_secret')
})

test('a refusal is told where the key would have been', async () => {
  serve(({ method }) =>
    method === 'POST' ? { status: 422, error: 'The name is too long.', code: 'invalid' } : { data: { keys: [] } },
  )
  const { user } = show(<ApiKeys token="right" />)
  expect(await screen.findByText('No key yet.')).toBeInTheDocument()
  await user.type(screen.getByLabelText('Whose key'), 'x')
  await user.click(screen.getByRole('button', { name: 'Make a key' }))
  expect(await screen.findByText('The name is too long.')).toBeInTheDocument()
})
