import type { Explanation } from '@/client/wire'

export interface Bar {
  key: string
  label: string
  value: string
  contribution: number
  /** Where the running sum stands before and after this bar. */
  from: number
  to: number
}

export interface Waterfall {
  bars: Bar[]
  low: number
  high: number
}

/** The largest contributions one after another from the base to the output; the small rest is one bar. */
export function toWaterfall(
  { base_value, contributions }: Explanation,
  most: number,
  show: (contribution: Explanation['contributions'][number]) => string,
): Waterfall {
  const rest = contributions.slice(most)
  const parts = contributions
    .slice(0, most)
    .map((part) => ({ key: part.feature, label: part.label, value: show(part), contribution: part.contribution }))
  if (rest.length > 0) {
    const sum = rest.reduce((total, part) => total + part.contribution, 0)
    parts.push({ key: '(rest)', label: `${rest.length} other columns together`, value: '', contribution: sum })
  }
  let at = base_value
  const bars = parts.map((part) => ({ ...part, from: at, to: (at += part.contribution) }))
  const ends = [base_value, ...bars.map(({ to }) => to)]
  return { bars, low: Math.min(...ends), high: Math.max(...ends) }
}
