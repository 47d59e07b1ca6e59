import { Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from 'react-router'
import type { RankedPlanet } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { Pager } from '@/components/ui/pager'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { formatCount, formatShare } from '@/lib/format'
import { useRanking, type RankingAsked } from '../api/get-ranking'
import { CLASSES, plain, spreadWords, ZONES } from '../model/words'

const SEARCH_PAUSE_MS = 300
const isClass = (name: string | null): name is RankedPlanet['habitability'] => name !== null && name in CLASSES

/** All confirmed planets, the most probably habitable first. */
export function RankingTable() {
  const [asked, setAsked] = useState<RankingAsked>({ page: 1 })
  const query = useRanking(asked)
  const search = useDebouncedCallback(
    (text: string) =>
      setAsked(({ search: _old, ...others }) => ({ ...others, ...(text ? { search: text } : {}), page: 1 })),
    SEARCH_PAUSE_MS,
  )
  const choose = (name: string | null) =>
    setAsked(({ habitability: _old, ...others }) => ({
      ...others,
      ...(isClass(name) ? { habitability: name } : {}),
      page: 1,
    }))
  return (
    <div className="stack-tight">
      <div className="row" style={{ alignItems: 'end' }}>
        <TextInput
          label="Search planets and stars"
          type="search"
          onChange={(event) => search(event.currentTarget.value)}
          style={{ flex: '1 1 12rem' }}
        />
        <Select
          label="Class"
          data={Object.entries(CLASSES).map(([value, label]) => ({ value, label }))}
          value={asked.habitability ?? null}
          placeholder="all"
          clearable
          onChange={choose}
          style={{ flex: '1 1 12rem' }}
        />
      </div>
      <QueryView
        query={query}
        what="the ranking"
        height={420}
        isEmpty={({ total }) => total === 0}
        empty={<p>No planet matches.</p>}
      >
        {({ rows, total, counts, snapshot }) => (
          <>
            <DataTable
              caption={`Planets of ${snapshot}, the most probably habitable first`}
              rows={rows}
              rowKey={({ object }) => object}
              dim={query.isPlaceholderData}
              columns={[
                {
                  key: 'object',
                  title: 'Planet',
                  isRowHeader: true,
                  render: ({ object }) => <Link to={to.habitability({ dataset: 'planets', object })}>{object}</Link>,
                },
                {
                  key: 'p',
                  title: 'P(conservative)',
                  isNumber: true,
                  render: (row) => formatShare(row.p_conservative),
                },
                { key: 'o', title: 'P(optimistic)', isNumber: true, render: (row) => formatShare(row.p_optimistic) },
                { key: 'u', title: 'P(unknown)', isNumber: true, render: (row) => formatShare(row.p_unknown) },
                {
                  key: 'light',
                  title: 'Light, Earth = 1',
                  isNumber: true,
                  render: (row) =>
                    spreadWords({ value: row.insolation_flux, low: row.insolation_low, high: row.insolation_high }),
                },
                { key: 'zone', title: 'Place', render: ({ zone }) => ZONES[zone] ?? plain(zone) },
              ]}
            />
            <Pager
              label="Pages of the ranking"
              page={asked.page}
              total={total}
              onPage={(page) => setAsked({ ...asked, page })}
            />
            <p className="small dim">
              {Object.entries(counts)
                .map(([name, count]) => `${CLASSES[name] ?? plain(name)}: ${formatCount(count)}`)
                .join('. ')}
              .
            </p>
          </>
        )}
      </QueryView>
    </div>
  )
}
