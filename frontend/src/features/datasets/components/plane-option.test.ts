import type { Palette } from '@/components/charts/palette'
import type { PlanePoints } from '@/client/wire'
import { planeOption } from './plane-option'

const axis = { label: 'Period', unit: 'days' }
const points = ['PLANET', 'FALSE POSITIVE'].flatMap((label) =>
  Array.from({ length: 600 }, (_, index) => ({ object: `${label}${index}`, x: index + 1, y: 2, label })),
)
const plane = { snapshot: 's', x: axis, y: axis, points } as unknown as PlanePoints
const palette = { classes: ['#1', '#2'], text: '#3', panel: '#4' } as unknown as Palette

interface Series {
  name: string
  symbol: string
  large: boolean
  data: unknown[]
}

test('shapes of the library are drawn in layers; a class whose mark is a path, which layers lose, is not', () => {
  const series = planeOption(plane)(palette).series as Series[]
  const of = (wanted: string) => series.filter(({ name }) => name === wanted)
  expect(of('PLANET').map(({ large, data }) => [large, data.length])).toEqual([
    [true, 200],
    [true, 200],
    [true, 200],
  ])
  expect(of('FALSE POSITIVE').map(({ large, data }) => [large, data.length])).toEqual([[false, 600]])
  expect(of('FALSE POSITIVE')[0]!.symbol).toMatch(/^path:/)
})
