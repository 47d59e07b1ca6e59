import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/client/api-error'

const TRIES = 2

export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Only what got no answer is asked again: a refusal stays a refusal.
        retry: (failures, error) => failures < TRIES && error instanceof ApiError && error.isLost,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A browser without a network still reaches a platform on its own machine: the call itself finds out, and a
        // page that gets no answer says so instead of waiting in silence.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
