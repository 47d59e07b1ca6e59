import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { isWorking } from '@/lib/session-state'
import { useRefresh } from '../api/get-refresh'
import { useStartRefresh } from '../api/start-refresh'
import { useKnownRefresh } from '../model/known-refreshes'
import { RefreshNews } from './refresh-news'

interface Props {
  dataset: string
  title: string
  /** Tables of the archive, the usual one first. */
  tables: string[]
  label: string
  /** Let a person choose the table, where there are several. */
  hasTableChoice?: boolean
}

/** Fetches a catalogue's newest table: a button, then counted progress, then what came out. */
export function RefreshControl({ dataset, title, tables, label, hasTableChoice = false }: Props) {
  const id = useKnownRefresh(dataset)
  const query = useRefresh(id)
  const start = useStartRefresh()
  const [table, setTable] = useState(tables[0] ?? null)
  const refresh = query.data
  const isGone = id !== null && query.error !== null && !refresh
  const isBusy = start.isPending || (id !== null && !isGone && (!refresh || isWorking(refresh.state)))
  const begin = () => start.mutate({ dataset, ...(table && hasTableChoice ? { table } : {}) })
  return (
    <div className="stack-tight">
      {!(refresh && isWorking(refresh.state)) && (
        <div className="row" style={{ alignItems: 'end' }}>
          {hasTableChoice && tables.length > 1 && (
            <Select
              label="Table of the archive"
              data={tables}
              value={table}
              onChange={setTable}
              allowDeselect={false}
              disabled={isBusy}
            />
          )}
          <Button variant="default" loading={isBusy} onClick={begin} aria-label={`${label}: ${title}`}>
            {label}
          </Button>
        </div>
      )}
      {start.error && (
        <Notice tone="bad" title="The refresh was not started" live>
          <p>{messageOf(start.error)}</p>
        </Notice>
      )}
      {!start.error && <RefreshNews dataset={dataset} title={title} />}
    </div>
  )
}
