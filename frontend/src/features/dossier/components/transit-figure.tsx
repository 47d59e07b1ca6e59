import type { Transit } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { TransitPlot } from '@/components/charts/transit-plot'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/lib/format'
import { plain, quantityWords } from '../model/words'

/** How the star dims as the planet passes, drawn from the catalogued numbers. */
export function TransitFigure({ transit }: { transit: Transit }) {
  if (!transit.available)
    return <p className="dim">Cannot be drawn: {transit.missing.map(plain).join(', ')} would be needed.</p>
  const { time, flux, flux_low: low, flux_high: high, parameters, limb_darkening: dark, warnings } = transit
  const depth = Math.round((1 - Math.min(...flux)) * 1e6)
  return (
    <ChartFigure
      title="Transit"
      caption={
        <>
          The band holds the middle two thirds of the catalogued errors. {warnings.map(({ text }) => text).join(' ')}
          {dark && ` Limb darkening: ${dark.source}.`}
        </>
      }
      csv={() => [
        ['hours', 'flux', 'flux_low', 'flux_high'],
        ...time.map((hour, at) => [hour, flux[at], low[at], high[at]]),
      ]}
      chart={
        <TransitPlot
          label={`Transit curve: the star loses ${formatNumber(depth)} ppm of its light at most`}
          time={time}
          flux={flux}
          low={low}
          high={high}
        />
      }
      table={
        <DataTable
          caption="What the curve is drawn from"
          rows={parameters}
          rowKey={({ name }) => name}
          columns={[
            { key: 'label', title: 'Quantity', isRowHeader: true, render: ({ label }) => label },
            { key: 'value', title: 'Value', isNumber: true, render: quantityWords },
          ]}
        />
      }
    />
  )
}
