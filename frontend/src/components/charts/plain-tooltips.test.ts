import { withPlainTooltips } from './plain-tooltips'

const HOSTILE = '<img src=x onerror="alert(1)">'

type Formatter = (given: unknown) => Node
const toldBy = (tooltip: { formatter: unknown }, given?: unknown) => (tooltip.formatter as Formatter)(given)

test('a name that looks like markup is told as text', () => {
  const option = withPlainTooltips({ tooltip: { confine: true, formatter: (name: string) => `${name}\nplanet` } })
  const told = toldBy(option.tooltip, HOSTILE) as HTMLElement
  expect(told.childElementCount).toBe(0)
  expect(told.textContent).toBe(`${HOSTILE}\nplanet`)
  expect(option.tooltip.confine).toBe(true)
})

test('the tooltip of a series, of one dot and of an axis are no way around it', () => {
  const tooltip = { formatter: () => HOSTILE }
  const { series, xAxis } = withPlainTooltips({
    series: [{ tooltip, data: [{ value: [1, 2], tooltip }, [1, 2]] }],
    xAxis: { tooltip },
  })
  const dot = series[0]!.data[0] as { tooltip: typeof tooltip }
  for (const one of [series[0]!.tooltip, dot.tooltip, xAxis.tooltip]) {
    expect((toldBy(one) as HTMLElement).childElementCount).toBe(0)
    expect(toldBy(one).textContent).toBe(HOSTILE)
  }
})

test('a formatter that says nothing shows nothing', () => {
  const { tooltip } = withPlainTooltips({ tooltip: { formatter: () => null } })
  expect(toldBy(tooltip)).toBe('')
})

test('what is no tooltip stays as it is', () => {
  class Gradient {}
  const [gradient, label] = [new Gradient(), () => 'one']
  const option = { series: [{ data: [[1, 2, 'a']], color: gradient }], xAxis: { axisLabel: { formatter: label } } }
  const plain = withPlainTooltips(option)
  expect(plain).toEqual(option)
  expect(plain.series[0]!.color).toBe(gradient)
  expect(plain.xAxis.axisLabel.formatter).toBe(label)
})
