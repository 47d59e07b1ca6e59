import type { Orbit } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { OrbitPlot } from '@/components/charts/orbit-plot'
import { DataTable } from '@/components/ui/data-table'
import { formatQuantity } from '@/lib/format'
import { EDGES, plain, quantityWords, ZONES } from '../model/words'

const AU = 'AU'

/** The zone's four edges as two rings, or null where the star does not tell them. */
function zoneOf({ zone_edges: edges }: Orbit) {
  const { recent_venus: a, runaway_greenhouse: b, maximum_greenhouse: c, early_mars: d } = edges
  return a != null && b != null && c != null && d != null
    ? { outerLimits: [a, d] as [number, number], innerLimits: [b, c] as [number, number] }
    : null
}

/** The orbit from above, to scale, with the star's habitable zone. */
export function OrbitFigure({ orbit }: { orbit: Orbit }) {
  if (!orbit.available)
    return <p className="dim">Cannot be drawn: {orbit.missing.map(plain).join(', ')} would be needed.</p>
  const zone = zoneOf(orbit)
  const rows: [string, string][] = [
    ...[orbit.semi_major_axis, orbit.periastron, orbit.apastron, orbit.eccentricity, orbit.stellar_radius].map(
      (quantity): [string, string] => [quantity.label, quantityWords(quantity)],
    ),
    ...Object.entries(orbit.zone_edges).map(([name, edge]): [string, string] => [
      `Zone: ${(EDGES[name] ?? plain(name)).toLowerCase()}`,
      formatQuantity(edge, AU),
    ]),
  ]
  return (
    <ChartFigure
      title="Star and orbit"
      caption={`The planet’s light: ${ZONES[orbit.zone] ?? plain(orbit.zone)}. ${zone ? 'Green: the habitable zone, its pale rims for optimists. ' : 'The zone is not known. '}To scale, but for the planet’s mark and a very small star. ${orbit.warnings.map(({ text }) => text).join(' ')}`}
      csv={() => [
        ['quantity', 'unit', 'value', 'low', 'high'],
        ...[orbit.semi_major_axis, orbit.periastron, orbit.apastron, orbit.eccentricity, orbit.stellar_radius].map(
          ({ name, unit, value, low, high }) => [name, unit, value, low, high],
        ),
        ...Object.entries(orbit.zone_edges).map(([name, edge]) => [`zone_${name}`, AU, edge]),
      ]}
      chart={
        <OrbitPlot
          label={`Orbit of ${quantityWords(orbit.semi_major_axis)}; ${ZONES[orbit.zone] ?? orbit.zone}`}
          star={orbit.stellar_radius_au ?? 0}
          periastron={orbit.periastron.value ?? orbit.semi_major_axis.value ?? 0}
          apastron={orbit.apastron.value ?? orbit.semi_major_axis.value ?? 0}
          zone={zone}
        />
      }
      table={
        <DataTable
          caption="Distances"
          rows={rows}
          rowKey={([label]) => label}
          columns={[
            { key: 'label', title: 'Quantity', isRowHeader: true, render: ([label]) => label },
            { key: 'value', title: 'Value', isNumber: true, render: ([, value]) => value },
          ]}
        />
      }
    />
  )
}
