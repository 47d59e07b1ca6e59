import { Button, SegmentedControl } from '@mantine/core'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DataTable } from '@/components/ui/data-table'
import { Facts } from '@/components/ui/facts'
import { QueryView } from '@/components/ui/query-view'
import { formatFixed, formatNumber, formatQuantity } from '@/lib/format'
import { useTransit } from '../api/draw-transit'
import {
  planetInEarths,
  PRESETS,
  shapeWords,
  STARS,
  TURNED,
  type Numbers,
  type StarName,
} from '../model/transit-numbers'
import { CrossingFigure } from './crossing-figure'
import { Dial } from './dial'
import { DipPlot } from './dip-plot'

interface Props {
  numbers: Numbers
  onChange: (numbers: Numbers) => void
}

const stars = Object.entries(STARS).map(([value, { title }]) => ({ value, label: title }))
const SHOWN_EVERY = 12

/** Turn the numbers of a planet and watch its transit change. */
export function TransitLab({ numbers, onChange }: Props) {
  const query = useTransit(numbers)
  const isSame = (preset: Numbers) => JSON.stringify(preset) === JSON.stringify(numbers)
  return (
    <div className="stack-wide">
      <div className="row" role="group" aria-label="Examples">
        {PRESETS.map((preset) => (
          <Button
            key={preset.name}
            size="xs"
            variant={isSame(preset.numbers) ? 'filled' : 'default'}
            aria-pressed={isSame(preset.numbers)}
            onClick={() => onChange(preset.numbers)}
          >
            {preset.name}
          </Button>
        ))}
      </div>
      <div className="halves">
        <div className="stack">
          <CrossingFigure radiusRatio={numbers.radius_ratio} impact={numbers.impact_parameter} />
          {TURNED.map((one) => (
            <Dial
              key={one.name}
              turned={one}
              value={numbers[one.name]}
              onChange={(value) => onChange({ ...numbers, [one.name]: value })}
            />
          ))}
          <SegmentedControl
            aria-label="Star"
            orientation="vertical"
            data={stars}
            value={numbers.star}
            onChange={(star) => onChange({ ...numbers, star: star as StarName })}
          />
        </div>
        <QueryView query={query} what="the transit" height={380}>
          {(transit) => {
            const value = (name: string) => transit.parameters.find((one) => one.name === name)?.value
            const rows = transit.time
              .map((hour, at) => [hour, transit.flux[at]!] as const)
              .filter((_, at) => at % SHOWN_EVERY === 0)
            return (
              <div className="stack">
                <ChartFigure
                  level={2}
                  title="What the telescope sees"
                  caption={shapeWords(numbers)}
                  chart={<DipPlot time={transit.time} flux={transit.flux} />}
                  csv={() => [['hours', 'brightness'], ...transit.time.map((hour, at) => [hour, transit.flux[at]])]}
                  table={
                    <DataTable
                      caption="Brightness by time"
                      rows={rows}
                      rowKey={([hour]) => hour}
                      maxHeight="20rem"
                      columns={[
                        {
                          key: 'hours',
                          title: 'Hours from the middle',
                          isRowHeader: true,
                          render: ([hour]) => formatFixed(hour),
                        },
                        {
                          key: 'flux',
                          title: 'Brightness',
                          isNumber: true,
                          render: ([, level]) => formatFixed(level, 6),
                        },
                      ]}
                    />
                  }
                />
                <div aria-live="polite">
                  <Facts
                    facts={[
                      ['Depth', formatQuantity(value('transit_depth'), 'ppm')],
                      ['Radius ratio squared', `${formatNumber(numbers.radius_ratio ** 2 * 1e6)} ppm`],
                      ['Duration', formatQuantity(value('transit_duration'), 'hours')],
                      ['Planet', formatQuantity(planetInEarths(numbers), 'Earth radii')],
                      ['Orbit', formatQuantity(value('scaled_semi_major_axis'), 'stellar radii')],
                    ]}
                  />
                </div>
              </div>
            )
          }}
        </QueryView>
      </div>
    </div>
  )
}
