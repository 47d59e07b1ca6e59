import type { ExplainedFeature } from '@/client/wire-explaining'
import { formatQuantity, formatSigned } from '@/lib/format'

type Cell = ExplainedFeature['points']['value'][number]

// What a chart's tooltip shows is read as HTML: names and values of an own table are only text.
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

export const cellWords = (value: Cell, unit: string) =>
  value == null ? 'missing' : typeof value === 'number' ? formatQuantity(value, unit) : value

/** One dot in words: "Planetary Radius 2.26 Earth radii: +0.63". */
export const dotWords = ({ label, feature, unit }: ExplainedFeature, value: Cell, contribution: number) =>
  escaped(`${label || feature} ${cellWords(value, unit)}: ${formatSigned(contribution)}`)
