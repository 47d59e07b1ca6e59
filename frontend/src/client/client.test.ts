import { serve } from '@/testing/render'
import { ApiError } from './api-error'
import { asFormData, client, unwrap } from './client'

const health = () => unwrap(client.GET('/api/health'))

test('the envelope is opened', async () => {
  serve(() => ({ data: { status: 'ok', parts: [], version: '1', time: '' } }))
  expect((await health()).status).toBe('ok')
})

test('the server’s own sentence, code and fields reach the page', async () => {
  serve(() => ({
    status: 422,
    error: 'n_estimators is -1; expected at least 10.',
    code: 'invalid_fields',
    details: { fields: [{ field: 'n_estimators', message: 'too small' }] },
  }))
  const error = await health().catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    message: 'n_estimators is -1; expected at least 10.',
    status: 422,
    code: 'invalid_fields',
    isLost: false,
  })
  expect((error as ApiError).fields).toHaveLength(1)
})

test('no answer at all is a lost connection with a remedy', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(health()).rejects.toMatchObject({ code: 'no_answer', isLost: true })
})

test('an answer that is not JSON says so', async () => {
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response('<html>', { status: 200, headers: { 'Content-Type': 'text/html' } })),
  )
  await expect(health()).rejects.toMatchObject({ code: 'not_json' })
})

test('a form holds what is there and nothing else', () => {
  const form = asFormData({ session_id: 'S', file: new File(['x'], 'a.csv'), other: null })
  expect([...form.keys()]).toEqual(['session_id', 'file'])
})
