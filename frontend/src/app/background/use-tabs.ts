import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

const CHANNEL = 'exoplanet.changes'
/** What people change; what is measured or catalogued does not. */
const CHANGEABLE: readonly unknown[] = ['sessions', 'selection', 'training', 'result', 'registry', 'predict']

/** Two tabs agree: what is changed in one is asked for anew in the others. */
export function useTabs() {
  const client = useQueryClient()
  useEffect(() => {
    if (typeof BroadcastChannel === 'undefined') return
    const channel = new BroadcastChannel(CHANNEL)
    const stop = client.getMutationCache().subscribe(({ type, mutation }) => {
      if (type === 'updated' && mutation.state.status === 'success') channel.postMessage('changed')
    })
    channel.onmessage = () =>
      void client.invalidateQueries({ predicate: ({ queryKey }) => CHANGEABLE.includes(queryKey[0]) })
    return () => {
      stop()
      channel.close()
    }
  }, [client])
}
