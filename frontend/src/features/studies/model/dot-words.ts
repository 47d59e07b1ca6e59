import type { ExplainedFeature } from '@/client/wire-explaining'
import { formatQuantity, formatSigned } from '@/lib/format'

type Cell = ExplainedFeature['points']['value'][number]

export const cellWords = (value: Cell, unit: string) =>
  value == null ? 'missing' : typeof value === 'number' ? formatQuantity(value, unit) : value

/** One dot in words: "Planetary Radius 2.26 Earth radii: +0.63". */
export const dotWords = ({ label, feature, unit }: ExplainedFeature, value: Cell, contribution: number) =>
  `${label || feature} ${cellWords(value, unit)}: ${formatSigned(contribution)}`
