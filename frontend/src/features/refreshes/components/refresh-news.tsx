import { isWorking } from '@/lib/session-state'
import { useRefresh } from '../api/get-refresh'
import { forgetRefresh, useKnownRefresh } from '../model/known-refreshes'
import { RefreshOutcome } from './refresh-outcome'
import { RefreshProgress } from './refresh-progress'

/** How the refresh goes that was started of a catalogue, and how it ended, until that is put away. */
export function RefreshNews({ dataset, title }: { dataset: string; title: string }) {
  const { data: refresh, isError } = useRefresh(useKnownRefresh(dataset))
  if (!refresh) return null
  return isWorking(refresh.state) ? (
    <RefreshProgress refresh={refresh} title={title} isLost={isError} />
  ) : (
    <RefreshOutcome refresh={refresh} onClose={() => forgetRefresh(dataset)} />
  )
}
