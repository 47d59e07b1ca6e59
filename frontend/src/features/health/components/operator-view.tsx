import type { Overview } from '../api/get-overview'
import { DataTable } from '@/components/ui/data-table'
import { Facts, type Fact } from '@/components/ui/facts'
import { formatBytes } from '@/lib/files'
import { countOf, formatCount, NOTHING } from '@/lib/format'
import { formatMoment, formatSpan } from '@/lib/time'
import { keptFor, KIND_TITLES, STATES, tallies, tidied, waiting } from '../model/overview'
import { nameInWords } from '../model/detail'

/** Jobs, failures with their remedy, storage, and what is kept for how long. */
export function OperatorView({ overview }: { overview: Overview }) {
  const { jobs, failures, storage, retention, janitor, versions, sessions, queue_depth, oldest_queued_s } = overview
  const standing: Fact[] = [
    ['Sessions', formatCount(sessions)],
    ['Jobs that wait', formatCount(waiting(jobs))],
    ['Messages in Redis', queue_depth == null ? NOTHING : formatCount(queue_depth)],
    ['Longest wait', oldest_queued_s == null ? 'nobody waits' : formatSpan(oldest_queued_s)],
    ['Python', versions.python],
    ['Database', versions.database],
    ['Schema', `${versions.schema_revision ?? NOTHING} (newest ${versions.newest_revision})`],
  ]
  const kept: Fact[] = [
    [
      'In use',
      `${formatBytes(storage.used_bytes)}${storage.allowed_bytes == null ? '' : ` of ${formatBytes(storage.allowed_bytes)}`}`,
    ],
    ['Free', storage.free_bytes == null ? NOTHING : formatBytes(storage.free_bytes)],
    ...storage.kinds.map(({ kind, bytes }): Fact => [nameInWords(kind), formatBytes(bytes)]),
    ['Sessions are kept', keptFor(retention.retention_days)],
    ['Uploads are kept', keptFor(retention.upload_retention_days)],
    ['Batches are kept', keptFor(retention.batch_retention_days)],
    ['Janitor was here', formatMoment(janitor.finished_at)],
    ['Janitor comes again', formatMoment(janitor.due_at)],
    ...Object.entries(janitor.outcome ?? {}).map(([name, value]): Fact => tidied(name, value)),
  ]
  return (
    <div className="stack-wide">
      <Facts facts={standing} />
      <DataTable
        caption="Jobs by kind and state"
        rows={tallies(jobs)}
        rowKey={({ kind }) => kind}
        columns={[
          { key: 'kind', title: 'Kind', isRowHeader: true, render: ({ kind }) => KIND_TITLES[kind] ?? kind },
          ...STATES.map((state) => ({
            key: state,
            title: nameInWords(state),
            isNumber: true,
            render: (row: ReturnType<typeof tallies>[number]) => formatCount(row[state]),
          })),
        ]}
      />
      <section className="stack-tight" aria-label="Recent failures">
        <h3>Recent failures</h3>
        {failures.length === 0 ? (
          <p className="dim">None.</p>
        ) : (
          <DataTable
            caption={countOf(failures.length, 'failure')}
            isCaptionHidden
            maxHeight="26rem"
            rows={failures}
            rowKey={({ id, finished_at }) => id + finished_at}
            columns={[
              { key: 'when', title: 'When', isRowHeader: true, render: ({ finished_at }) => formatMoment(finished_at) },
              { key: 'kind', title: 'Kind', render: ({ kind }) => KIND_TITLES[kind] ?? kind },
              {
                key: 'id',
                title: 'Job',
                render: ({ id, session }) => <code>{session ? `${session} / ${id}` : id}</code>,
              },
              { key: 'message', title: 'Cause', isLong: true, render: ({ message }) => message },
              { key: 'remedy', title: 'Remedy', isLong: true, render: ({ remedy }) => remedy || NOTHING },
              { key: 'attempt', title: 'Attempt', isNumber: true, render: ({ attempt }) => attempt },
            ]}
          />
        )}
      </section>
      <section className="stack-tight" aria-label="Storage and retention">
        <h3>Storage and retention</h3>
        <Facts facts={kept} />
      </section>
    </div>
  )
}
