import type { Palette } from '@/components/charts/palette'

export interface Mark {
  /** Where a line stands from the lower to the upper edge. */
  at?: number
  points: [number, number][]
}

const upright = (at?: number) =>
  at === undefined
    ? []
    : [
        [at, 0],
        [at, 1],
      ]

function seriesOf(id: string, mark: Mark | null, palette: Palette, isFirm: boolean) {
  const color = isFirm ? palette.text : palette.dim
  const common = { silent: true, color, animation: false, tooltip: { show: false }, z: 10 }
  return [
    {
      ...common,
      id: `${id}-line`,
      type: 'line',
      showSymbol: false,
      data: upright(mark?.at),
      lineStyle: { width: 1.5, type: isFirm ? 'solid' : 'dashed', color },
    },
    {
      ...common,
      id: `${id}-points`,
      type: 'scatter',
      symbol: 'circle',
      symbolSize: isFirm ? 13 : 9,
      itemStyle: { color: palette.panel, borderColor: color, borderWidth: isFirm ? 3 : 2 },
      data: mark?.points ?? [],
    },
  ]
}

/** Series that mark the chosen threshold, and the one under the pointer, on a curve. */
export const cutMarks = (chosen: Mark | null, pointed: Mark | null) => (palette: Palette) => [
  ...seriesOf('pointed', pointed, palette, false),
  ...seriesOf('chosen', chosen, palette, true),
]
