import { useSearchParams } from 'react-router'
import type { ResultSummary } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import type { ReliabilityAsked } from '@/features/result/api/get-reliability'
import { Trust } from '@/features/result/components/trust'

/** Completeness and reliability; class and threshold stand in the address. */
export function WhereToTrust({ result }: { result: ResultSummary }) {
  const [search, setSearch] = useSearchParams()
  const threshold = Number(search.get('threshold'))
  const positive = search.get('positive')
  const asked: ReliabilityAsked = {
    ...(positive && result.classes.includes(positive) ? { positive } : {}),
    ...(search.has('threshold') && threshold >= 0 && threshold <= 1 ? { threshold } : {}),
  }
  const ask = (next: ReliabilityAsked) =>
    setSearch(
      { tab: 'trust', ...Object.fromEntries(Object.entries(next).map(([name, value]) => [name, String(value)])) },
      { replace: true, preventScrollReset: true },
    )
  return (
    <Panel
      title="Where it can be trusted"
      hint="By the size of the planet and the length of its year, on held-out stars."
    >
      <Trust sessionId={result.session_id} classes={result.classes} asked={asked} onAsk={ask} />
    </Panel>
  )
}
