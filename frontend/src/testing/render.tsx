import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { createQueryClient } from '@/lib/query-client'

/** Draws something where the app would: with theme, queries and an address. */
export function show(children: ReactNode, address = '/') {
  const router = createMemoryRouter([{ path: '*', element: children }], { initialEntries: [address] })
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { ...view, router, user: userEvent.setup() }
}

export interface Call {
  method: string
  path: string
  query: Record<string, string>
  body: unknown
  headers: Headers
}

type Reply = (
  call: Call,
) => { status?: number; data?: unknown; error?: string; code?: string; details?: object } | Promise<never>

/** Stands in for the server: one function answers every call; the calls made are returned. */
export function serve(reply: Reply): Call[] {
  const calls: Call[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const isJson = request.headers.get('content-type')?.includes('json')
    const body: unknown = isJson ? await request.json() : null
    const call = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body,
      headers: request.headers,
    }
    calls.push(call)
    const { status = 200, data = null, error = null, ...rest } = await reply(call)
    const envelope = { status: status < 400 ? 'success' : 'error', data, error, ...rest }
    return new Response(JSON.stringify(envelope), { status, headers: { 'Content-Type': 'application/json' } })
  })
  return calls
}
