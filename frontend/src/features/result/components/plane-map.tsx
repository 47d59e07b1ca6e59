import type { Plane, PlaneCell } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { HeatMap } from '@/components/charts/heat-map'
import { DataTable } from '@/components/ui/data-table'
import { formatCount } from '@/lib/format'
import { periodTitles, planeCsv, planeRows, rangeWords, shareWords, type Measure } from '../model/plane'

const TITLES: Record<Measure, string> = { completeness: 'Completeness', reliability: 'Reliability' }

interface Props {
  plane: Plane
  measure: Measure
  /** The class that is meant. */
  positive: string
}

/** Over periods and sizes: what share of the class is found, or what share of the claims is right. */
export function PlaneMap({ plane, measure, positive }: Props) {
  const title = TITLES[measure]
  const words = {
    completeness: `Of all true ${positive} objects in a cell, the share that the model claims.`,
    reliability: `Of all objects in a cell that the model claims to be ${positive}, the share that are.`,
  }[measure]
  const whole = shareWords(plane.whole[measure])
  const left = plane.unplaced[measure].objects
  return (
    <ChartFigure
      title={title}
      caption={`${words} Over all cells ${whole}. Dashed cells hold too few objects to tell.${left > 0 ? ` ${formatCount(left)} more lack one of the two numbers.` : ''}`}
      csv={() => planeCsv(plane)}
      chart={
        <HeatMap
          caption={`${title} over the plane of period and radius`}
          across="Period (days)"
          down="Radius (Earth radii)"
          columns={periodTitles(plane)}
          rows={planeRows(plane, measure)}
        />
      }
      table={<CellTable title={title} cells={plane.cells} measure={measure} />}
    />
  )
}

function CellTable({ title, cells, measure }: { title: string; cells: PlaneCell[]; measure: Measure }) {
  return (
    <DataTable
      caption={`${title} by cell, with 95 % intervals (Wilson)`}
      maxHeight="24rem"
      rows={cells}
      rowKey={(_, index) => index}
      columns={[
        {
          key: 'cell',
          title: 'Period (days), radius (Earth radii)',
          isRowHeader: true,
          render: ({ period, radius }) => `${rangeWords(period)}; ${rangeWords(radius)}`,
        },
        { key: 'share', title, isNumber: true, render: ({ counted }) => shareWords(counted[measure]) },
        { key: 'hits', title: 'Right', isNumber: true, render: ({ counted }) => formatCount(counted[measure].hits) },
        { key: 'of', title: 'Of', isNumber: true, render: ({ counted }) => formatCount(counted[measure].objects) },
        { key: 'hosts', title: 'Stars', isNumber: true, render: ({ counted }) => formatCount(counted.hosts) },
      ]}
    />
  )
}
