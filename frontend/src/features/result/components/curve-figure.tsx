import { useMemo } from 'react'
import { Chart, type ChartProps } from '@/components/charts/chart'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DataTable } from '@/components/ui/data-table'
import { thin } from '../model/curve-lines'
import { curveOption, type CurveAxes, type Line } from '../model/curve-option'

const HEIGHT = 300
const TABLE_POINTS = 25

interface Props extends Pick<ChartProps, 'overlay' | 'onHover' | 'onPick'> {
  title: string
  caption: string
  lines: Line[]
  axes: CurveAxes
}

export function CurveFigure({ title, caption, lines, axes, ...pointing }: Props) {
  const option = useMemo(() => curveOption(lines, axes), [lines, axes])
  return (
    <ChartFigure
      title={title}
      caption={caption}
      csv={() => [
        ['line', axes.x, axes.y],
        ...lines.flatMap(({ name, x, y }) => x.map((value, at) => [name, value, y[at]])),
      ]}
      chart={
        <Chart label={`${title}: ${axes.y} by ${axes.x}. ${caption}`} height={HEIGHT} option={option} {...pointing} />
      }
      table={<PointTable title={title} lines={lines} axes={axes} />}
    />
  )
}

function PointTable({ title, lines, axes }: Pick<Props, 'title' | 'lines' | 'axes'>) {
  const points = lines.flatMap(({ name, x, y }) =>
    thin(
      x.map((value, index) => ({ name, x: value, y: y[index] })),
      TABLE_POINTS,
    ),
  )
  return (
    <DataTable
      caption={`Points of ${title}`}
      maxHeight={`${HEIGHT}px`}
      rows={points}
      rowKey={(_, index) => index}
      columns={[
        { key: 'name', title: 'Line', isRowHeader: true, render: ({ name }) => name },
        { key: 'x', title: axes.x, isNumber: true, render: ({ x }) => x.toFixed(3) },
        { key: 'y', title: axes.y, isNumber: true, render: ({ y }) => y?.toFixed(3) ?? '–' },
      ]}
    />
  )
}
