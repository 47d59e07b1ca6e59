import { DataTable } from '@/components/ui/data-table'
import { formatCount, formatFixed, formatShare, NOTHING } from '@/lib/format'
import type { JudgedPlanet } from '../model/judged-rows'
import { plain, spreadWords, ZONES } from '../model/words'

/** Judged planets of an own table, with the learned score where a model gives one. */
export function PlanetTable({ planets }: { planets: JudgedPlanet[] }) {
  const isScored = planets.some(({ learned_score }) => learned_score != null)
  return (
    <DataTable
      caption="Your planets, the most probably habitable first"
      rows={planets}
      rowKey={({ rank }) => rank}
      columns={[
        { key: 'rank', title: '#', isNumber: true, render: ({ rank }) => formatCount(rank) },
        { key: 'name', title: 'Planet', isRowHeader: true, render: ({ name }) => name },
        { key: 'p', title: 'P(conservative)', isNumber: true, render: (row) => formatShare(row.p_conservative) },
        { key: 'o', title: 'P(optimistic)', isNumber: true, render: (row) => formatShare(row.p_optimistic) },
        { key: 'u', title: 'P(unknown)', isNumber: true, render: (row) => formatShare(row.p_unknown) },
        {
          key: 'light',
          title: 'Light, Earth = 1',
          isNumber: true,
          render: (row) =>
            spreadWords({ value: row.insolation_flux, low: row.insolation_low, high: row.insolation_high }),
        },
        ...(isScored
          ? [
              {
                key: 'score',
                title: 'Learned score',
                isNumber: true,
                render: ({ learned_score }: JudgedPlanet) => formatFixed(learned_score, 3),
              },
            ]
          : []),
        { key: 'zone', title: 'Place', render: ({ zone }) => ZONES[zone] ?? plain(zone) },
        {
          key: 'missing',
          title: 'Missing',
          render: ({ missing }) => (missing ? missing.split(';').map(plain).join(', ') : NOTHING),
        },
      ]}
    />
  )
}
