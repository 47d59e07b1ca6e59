import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Batch, Row } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Pager } from '@/components/ui/pager'
import { to } from '@/config/paths'
import type { BatchAsked } from '../api/get-batch'
import { cellOf, columnTitle, isNumeric, shownColumns } from '../model/batch-columns'
import { SortButton } from './sort-button'

const SEARCH_PAUSE_MS = 300

interface Props {
  batch: Batch
  asked: BatchAsked
  classes: string[]
  canExplain: boolean
  isStale: boolean
  /** Where an object's dossier stands; null where it has none. */
  dossierOf?: ((object: string) => string) | null
  onAsk: (asked: BatchAsked) => void
}

/** Answers, sorted, filtered and paged by the server. */
export function BatchTable({ batch, asked, classes, canExplain, isStale, dossierOf, onAsk }: Props) {
  const [search, setSearch] = useState(asked.q ?? '')
  const ask = useDebouncedCallback((q: string) => onAsk({ ...asked, q: q || undefined, page: 1 }), SEARCH_PAUSE_MS)
  const columns: TableColumn<Row>[] = shownColumns(batch, classes).map((name) => ({
    key: name,
    title: <SortButton name={name} title={columnTitle(name)} asked={asked} onAsk={onAsk} />,
    sort: asked.sort !== name ? 'none' : asked.order === 'asc' ? 'ascending' : 'descending',
    isNumber: isNumeric(batch.rows, name),
    isLong: name === 'warnings' && batch.rows.some((row) => row[name]),
    isRowHeader: name === 'object',
    render: (row) =>
      name === 'object' && dossierOf && row[name] ? (
        <Link to={dossierOf(String(row[name]))}>{String(row[name])}</Link>
      ) : (
        cellOf(row, name, classes)
      ),
  }))
  if (canExplain) columns.splice(columns[0]?.key === 'rank' ? 2 : 1, 0, explainColumn(batch.session_id))
  return (
    <div className="stack-tight">
      <div className="row" style={{ alignItems: 'end' }}>
        <TextInput
          label="Search the rows"
          type="search"
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            ask(event.currentTarget.value)
          }}
          style={{ flex: '1 1 12rem' }}
        />
        <Select
          label="Class"
          data={classes}
          value={asked.prediction ?? null}
          onChange={(value) => onAsk({ ...asked, prediction: value ?? undefined, page: 1 })}
          clearable
          placeholder="all classes"
          w="14rem"
        />
      </div>
      {batch.total > 0 ? (
        <DataTable
          caption="Predictions"
          isCaptionHidden
          columns={columns}
          rows={batch.rows as Row[]}
          rowKey={(_, index) => `${asked.page}.${index}`}
          dim={isStale}
          maxHeight="40rem"
        />
      ) : (
        <p className="dim">No row matches.</p>
      )}
      <Pager
        label="Pages of predictions"
        page={asked.page}
        total={batch.total}
        onPage={(page) => onAsk({ ...asked, page })}
      />
    </div>
  )
}

const explainColumn = (sessionId: string): TableColumn<Row> => ({
  key: 'explain',
  title: <span className="visually-hidden">Explain</span>,
  render: ({ object }) =>
    object && (
      <Button
        size="compact-sm"
        variant="default"
        component={Link}
        to={to.predict(sessionId, { object: String(object), predict: '1' })}
        aria-label={`Explain ${object}`}
      >
        Explain
      </Button>
    ),
})
