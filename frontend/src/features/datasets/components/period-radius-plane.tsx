import { useMemo } from 'react'
import type { PlanePoint, PlanePoints } from '@/client/wire'
import { Chart } from '@/components/charts/chart'
import { ChartFigure } from '@/components/charts/chart-figure'
import { ClassMark } from '@/components/ui/class-mark'
import { DataTable } from '@/components/ui/data-table'
import { QueryView } from '@/components/ui/query-view'
import { formatCount, formatQuantity, formatShare } from '@/lib/format'
import { usePoints } from '../api/get-points'
import { falsePositivesAmongLarge, groupByClass, PALETTE, placeOf, quartiles } from './plane-groups'
import { planeOption } from './plane-option'

const HEIGHT = 380

interface Props {
  dataset: string
  /** The newest one if left out. */
  snapshot?: string | null
  /** Level of its heading. */
  level?: 2 | 3
  /** An object to be found in it. */
  highlight?: string
}

/** Every object of a catalogue by orbital period and size: a picture of the data themselves. */
export function PeriodRadiusPlane({ dataset, snapshot, level = 2, highlight }: Props) {
  const query = usePoints(dataset, snapshot)
  return (
    <QueryView
      query={query}
      what="the objects of the catalogue"
      height={HEIGHT + 120}
      isEmpty={(data) => data.points.length === 0}
      empty={<p>No object has both numbers.</p>}
    >
      {(plane) => <Plane plane={plane} level={level} highlight={highlight} />}
    </QueryView>
  )
}

function Plane({ plane, level, highlight }: { plane: PlanePoints; level: 2 | 3; highlight?: string }) {
  const option = useMemo(() => planeOption(plane, highlight), [plane, highlight])
  const own = highlight && plane.points.find(({ object }) => object === highlight)
  const names = Object.keys(groupByClass(plane.points)).sort((a, b) => placeOf(a) - placeOf(b))
  const total = formatCount(plane.points.length)
  const large = useMemo(() => falsePositivesAmongLarge(plane.points), [plane])
  const caption = `${total} objects with both numbers, on logarithmic axes.${highlight ? placeWords(plane, highlight, own || null) : ''}`
  return (
    <ChartFigure
      level={level}
      title={`${plane.y.label} by ${plane.x.label.toLowerCase()}`}
      caption={
        large === null
          ? caption
          : `${caption} Of the decided objects above 20 Earth radii ${formatShare(large, 0)} are false positives, mostly two stars that eclipse each other.`
      }
      csv={() => [
        ['object', `${plane.x.label} (${plane.x.unit})`, `${plane.y.label} (${plane.y.unit})`, 'label'],
        ...plane.points.map(({ object, x, y, label }) => [object, x, y, label]),
      ]}
      chart={
        <>
          <ul className="row small plain-list" aria-label="Marks">
            {names.map((name) => (
              <li key={name}>
                <ClassMark name={name === 'CONFIRMED' ? 'PLANET' : name} classes={PALETTE} />
              </li>
            ))}
          </ul>
          <Chart
            label={`Scatter of ${total} objects by ${plane.x.label} and ${plane.y.label}, coloured and shaped by disposition`}
            height={HEIGHT}
            option={option}
          />
        </>
      }
      table={<PlaneTable plane={plane} />}
    />
  )
}

function placeWords({ x, y }: PlanePoints, name: string, own: PlanePoint | null) {
  if (!own) return ` ${name} is not among them: it lacks one of the two.`
  return ` The ring is ${name}, at ${formatQuantity(own.x, x.unit)} and ${formatQuantity(own.y, y.unit)}.`
}

function PlaneTable({ plane }: { plane: PlanePoints }) {
  const groups = Object.entries(groupByClass(plane.points))
  const middle = (pick: (point: PlanePoint) => number, unit: string) => {
    function Cell([, points]: [string, PlanePoint[]]) {
      const [low, median, high] = quartiles(points.map(pick))
      return `${formatQuantity(median, unit)} (${formatQuantity(low)} to ${formatQuantity(high)})`
    }
    return Cell
  }
  return (
    <DataTable
      caption="Median and middle half of each class"
      rows={groups}
      rowKey={([name]) => name}
      columns={[
        { key: 'class', title: 'Disposition', isRowHeader: true, render: ([name]) => name },
        { key: 'objects', title: 'Objects', isNumber: true, render: ([, points]) => formatCount(points.length) },
        { key: 'x', title: plane.x.label, isNumber: true, render: middle((point) => point.x, plane.x.unit) },
        { key: 'y', title: plane.y.label, isNumber: true, render: middle((point) => point.y, plane.y.unit) },
      ]}
    />
  )
}
