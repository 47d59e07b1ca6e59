import { onlineManager, QueryObserver } from '@tanstack/react-query'
import { createQueryClient } from './query-client'

afterEach(() => onlineManager.setOnline(true))

test('a browser without a network still asks: the platform may run on its own machine', async () => {
  onlineManager.setOnline(false)
  const client = createQueryClient()
  await expect(client.fetchQuery({ queryKey: ['here'], queryFn: () => Promise.resolve(1) })).resolves.toBe(1)
})

test('what grew old is asked for again once the network is back', async () => {
  const client = createQueryClient()
  client.mount()
  let asked = 0
  const observer = new QueryObserver(client, { queryKey: ['old'], queryFn: () => (asked += 1), staleTime: 0 })
  const leave = observer.subscribe(() => {})
  await vi.waitFor(() => expect(asked).toBe(1))
  onlineManager.setOnline(false)
  onlineManager.setOnline(true)
  await vi.waitFor(() => expect(asked).toBe(2))
  leave()
  client.unmount()
})
