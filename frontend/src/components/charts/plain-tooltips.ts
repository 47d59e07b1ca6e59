type Part = Record<string, unknown>

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Lines of text as an element; what looks like markup in them stays text. */
function asText(words: string): HTMLElement {
  const element = document.createElement('div')
  element.style.whiteSpace = 'pre-line'
  element.textContent = words
  return element
}

function plainTooltip(tooltip: unknown): unknown {
  if (!isPart(tooltip) || typeof tooltip.formatter !== 'function') return tooltip
  const words = tooltip.formatter as (...given: unknown[]) => unknown
  return {
    ...tooltip,
    formatter: (...given: unknown[]) => {
      const told = words(...given)
      return told === null || told === undefined ? '' : asText(String(told))
    },
  }
}

/**
 * The same option whose tooltips tell text alone.
 *
 * The library reads what a formatter returns as HTML, and a table that someone brought may name a column or a class
 * `<img onerror=…>`. Every option passes through here on its way to the canvas, so no chart can forget to escape.
 */
export function withPlainTooltips<T>(option: T): T {
  if (Array.isArray(option)) return option.map((part: unknown) => withPlainTooltips(part)) as T
  if (!isPart(option)) return option
  const parts = Object.entries(option).map(([name, value]) => [
    name,
    name === 'tooltip' ? plainTooltip(value) : withPlainTooltips(value),
  ])
  return Object.fromEntries(parts) as T
}
