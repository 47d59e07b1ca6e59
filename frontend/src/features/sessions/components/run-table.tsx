import { TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { SessionSummary } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Tag } from '@/components/ui/tag'
import { to } from '@/config/paths'
import { countOf, formatEstimate, NOTHING } from '@/lib/format'
import { metricTitle } from '@/lib/metrics'
import { formatMoment } from '@/lib/time'
import { differing, found, settingTitle, settingWords, sorted, type Order } from '../model/run-columns'
import { DeleteSession } from './delete-session'
import { RunNotes } from './run-notes'
import styles from './run-table.module.css'

const titleOf = ({ name, created_at }: SessionSummary) => name || `Session of ${formatMoment(created_at)}`

const score = ({ headline }: SessionSummary): ReactNode =>
  headline?.value == null ? (
    NOTHING
  ) : (
    <>
      {formatEstimate(headline)} {headline.leaky && <Tag tone="bad">Leaky</Tag>}
    </>
  )

/** Own trained runs: sortable, with a column for each setting in which they differ, and for no other. */
export function RunTable({ runs }: { runs: SessionSummary[] }) {
  const [order, setOrder] = useState<Order>({ by: 'score', isDown: true })
  const [search, setSearch] = useState('')
  const shown = sorted(found(runs, search), order)
  const settings = differing(runs)
  const metric = runs.find(({ headline }) => headline)?.headline?.metric ?? 'accuracy'
  const column = (
    key: string,
    title: string,
    render: TableColumn<SessionSummary>['render'],
    isNumber = false,
  ): TableColumn<SessionSummary> => ({
    key,
    isNumber,
    sort: order.by === key ? (order.isDown ? 'descending' : 'ascending') : 'none',
    title: (
      <button
        type="button"
        className={styles.sort}
        onClick={() => setOrder({ by: key, isDown: order.by === key ? !order.isDown : isNumber })}
      >
        {title} <span aria-hidden="true">{order.by === key ? (order.isDown ? '↓' : '↑') : '↕'}</span>
      </button>
    ),
    render,
  })
  const columns: TableColumn<SessionSummary>[] = [
    {
      ...column('name', 'Run', (run) => (
        <div className="stack-tight">
          <Link to={to.result(run.session_id)}>{titleOf(run)}</Link>
          {run.note && <span className={styles.note}>{run.note}</span>}
          {run.tags.length > 0 && (
            <span className="row">
              {run.tags.map((tag) => (
                <Tag key={tag} tone="plain">
                  {tag}
                </Tag>
              ))}
            </span>
          )}
        </div>
      )),
      isRowHeader: true,
    },
    column('score', metricTitle(metric), score, true),
    column('dataset', 'Data', ({ dataset }) => dataset ?? NOTHING),
    column('model', 'Model', ({ model }) => model?.replaceAll('_', ' ') ?? NOTHING),
    ...settings.map((path) => column(path, settingTitle(path), (run) => settingWords(run.settings[path]))),
    column('created', 'Begun', ({ created_at }) => formatMoment(created_at)),
    {
      key: 'actions',
      title: <span className="visually-hidden">Actions</span>,
      render: (run) => (
        <div className={styles.actions}>
          <a
            href={`/api/runs/${run.run_id}/report.html`}
            className={styles.card}
            aria-label={`Model card of ${titleOf(run)}`}
          >
            Card
          </a>
          <RunNotes session={run} title={titleOf(run)} />
          <DeleteSession session={run} />
        </div>
      ),
    },
  ]
  return (
    <div className="stack">
      <TextInput
        label="Search runs"
        type="search"
        placeholder="name, model, note or tag"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw="24rem"
      />
      <p className="small dim" role="status">
        {countOf(shown.length, 'run')}.{' '}
        {settings.length === 0 ? 'Their settings are alike.' : 'Only settings that differ have a column.'}
      </p>
      <DataTable
        caption="Own runs"
        isCaptionHidden
        rows={shown}
        rowKey={({ session_id }) => session_id}
        columns={columns}
        maxHeight="32rem"
      />
    </div>
  )
}
