import { Notice } from '@/components/ui/notice'
import { PageHead } from '@/components/ui/page-head'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { PartBoundary } from '@/components/errors/part-boundary'
import { useHealth } from '@/features/health/api/get-health'
import { Operator } from '@/features/health/components/operator'
import { HealthParts } from '@/features/health/components/health-parts'
import { formatMoment } from '@/lib/time'

const WORDS = {
  ok: { tone: 'good', title: 'Everything works' },
  degraded: { tone: 'warn', title: 'Some parts do not work as they should' },
  down: { tone: 'bad', title: 'A part that is needed is down' },
} as const

export function Component() {
  const query = useHealth()
  return (
    <div className="stack-wide">
      <PageHead title="Health">
        <p>Each part of the platform, asked anew every ten seconds.</p>
      </PageHead>
      {query.data && query.isError && (
        <Notice tone="warn" title="No answer just now" live>
          <p>What you see was true at {formatMoment(query.data.time)}. Asking again by itself.</p>
        </Notice>
      )}
      <PartBoundary name="Health">
        <QueryView query={query} what="the state of the parts" height={320}>
          {({ status, parts, version }) => (
            <div className="stack">
              <Notice tone={WORDS[status].tone} title={WORDS[status].title} live>
                <p>Version {version}</p>
              </Notice>
              <HealthParts parts={parts} />
            </div>
          )}
        </QueryView>
      </PartBoundary>
      <Panel
        title="For operators"
        hint="Queue, jobs, recent failures with their remedy, storage and what is kept for how long."
      >
        <Operator />
      </Panel>
    </div>
  )
}
