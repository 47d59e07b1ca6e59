import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Prospective } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { Pager } from '@/components/ui/pager'
import { QueryView } from '@/components/ui/query-view'
import { formatFixed } from '@/lib/format'
import { useProspective } from '../api/get-prospective'

/** The objects themselves: score then, and what became of each. */
export function ProspectiveObjects({ sessionId, fates }: { sessionId: string; fates: Prospective['fates'] }) {
  const [truth, setTruth] = useState<string | null>(null)
  const [page, setPage] = useState(1)
  const query = useProspective(sessionId, { ...(truth ? { truth } : {}), page })
  return (
    <QueryView
      query={query}
      what="the objects"
      height={320}
      isEmpty={({ study_id }) => study_id === null}
      empty={
        <p className="dim">
          The list of objects is kept for what the run was trained with; the selection was changed since. Train again to
          see it.
        </p>
      }
    >
      {({ rows, total }) => (
        <div className="stack-tight">
          <div className="row-apart">
            <Select
              label="What became of it"
              data={Object.keys(fates)}
              value={truth}
              placeholder="anything"
              clearable
              onChange={(next) => {
                setTruth(next)
                setPage(1)
              }}
              w="16rem"
            />
            <a href={`/result/prospective.csv?session_id=${encodeURIComponent(sessionId)}`} download>
              Download all (CSV)
            </a>
          </div>
          <DataTable
            caption="Objects that were undecided then, the best-scored first"
            rows={rows}
            rowKey={({ object }, index) => `${object}.${index}`}
            dim={query.isPlaceholderData}
            columns={[
              { key: 'object', title: 'Object', isRowHeader: true, render: ({ object }) => object },
              { key: 'score', title: 'Score then', isNumber: true, render: ({ score }) => formatFixed(score, 3) },
              { key: 'now', title: 'Now', render: ({ now }) => now },
              { key: 'host', title: 'Star', render: ({ host }) => host },
              { key: 'known', title: 'Star known then', render: ({ known_host }) => (known_host ? 'yes' : 'no') },
            ]}
          />
          <Pager label="Pages of objects" page={page} total={total} onPage={setPage} />
        </div>
      )}
    </QueryView>
  )
}
