import type { Estimate } from '@/client/wire'

/** Shown where there is no value: never a made-up zero. */
export const NOTHING = '–'
const NBSP = '\u00a0'
const MINUS = '\u2212'

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const typographic = (text: string) => text.replace('-', MINUS)

/** A count: 8,054. */
export const formatCount = (value: number | null | undefined) =>
  value == null ? NOTHING : typographic(grouped.format(value))

/** A count with its noun: "1 row", "8,054 rows". */
export const countOf = (value: number, noun: string, plural = `${noun}s`) =>
  `${formatCount(value)}${NBSP}${value === 1 ? noun : plural}`

/** Decimal places that show the first digit of an uncertainty (two when that digit is a one). */
function decimalsOf(uncertainty: number) {
  const exponent = Math.floor(Math.log10(uncertainty))
  const leading = Math.round(uncertainty / 10 ** exponent)
  return Math.min(6, Math.max(0, (leading === 1 ? 1 : 0) - exponent))
}

/** A measured value with as many digits as its uncertainty allows: 0.945 ± 0.005. */
export function formatEstimate({ value, low, high }: Estimate): string {
  if (value == null) return NOTHING
  if (low == null || high == null || high <= low) return typographic(value.toFixed(3))
  const half = (high - low) / 2
  const decimals = decimalsOf(half)
  return `${typographic(value.toFixed(decimals))}${NBSP}±${NBSP}${half.toFixed(decimals)}`
}

/** A share as percent, with its uncertainty when there is one: 97.5 ± 0.4 %. */
export function formatPercentEstimate({ value, low, high }: Estimate): string {
  if (value == null) return NOTHING
  const times = (part: number | null | undefined) => (part == null ? part : part * 100)
  if (low == null || high == null || high <= low) return formatShare(value)
  return `${formatEstimate({ value: value * 100, low: times(low), high: times(high) })}${NBSP}%`
}

/** A share as percent: 63.5 %. Never rounds a rest away to 0 or 100. */
export function formatShare(share: number | null | undefined, decimals = 1): string {
  if (share == null) return NOTHING
  const step = 10 ** -decimals
  const percent = share * 100
  if (percent > 0 && percent < step) return `<${NBSP}${step.toFixed(decimals)}${NBSP}%`
  if (percent < 100 && percent > 100 - step) return `>${NBSP}${(100 - step).toFixed(decimals)}${NBSP}%`
  return `${typographic(percent.toFixed(decimals))}${NBSP}%`
}

const SUPERSCRIPTS: Record<string, string> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
}

/** 4.2 × 10⁻⁵. */
function powerOfTen(value: number, digits: number) {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string]
  const raised = [...String(Number(exponent))].map((sign) => SUPERSCRIPTS[sign]).join('')
  return `${typographic(mantissa)}${NBSP}×${NBSP}10${raised}`
}

/** A number to a few significant digits, in powers of ten only outside a catalogue's usual range. */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value == null || !Number.isFinite(value)) return NOTHING
  if (value === 0) return '0'
  const magnitude = Math.abs(value)
  if (magnitude >= 1e9 || magnitude < 1e-4) return powerOfTen(value, digits)
  if (Number.isInteger(value)) return formatCount(value)
  if (magnitude >= 10 ** digits) return formatCount(Math.round(value))
  return typographic(String(Number(value.toPrecision(digits))))
}

/** A unit as it is written by hand: g/cm³ for g/cm**3. */
export const formatUnit = (unit: string) =>
  unit.replace(/\*\*(-?\d+)/g, (_, power: string) => [...power].map((sign) => SUPERSCRIPTS[sign]).join(''))

/** A label with its unit: Orbital period (days). */
export const withUnit = (label: string, unit?: string | null) => (unit ? `${label} (${formatUnit(unit)})` : label)

/** A number with its unit: 12.4 days. */
export const formatQuantity = (value: number | null | undefined, unit?: string | null, digits = 3) =>
  value == null
    ? NOTHING
    : unit
      ? `${formatNumber(value, digits)}${NBSP}${formatUnit(unit)}`
      : formatNumber(value, digits)

/** A number with so many decimals and a true minus sign. */
export const formatFixed = (value: number | null | undefined, decimals = 2) =>
  value == null ? NOTHING : typographic(value.toFixed(decimals))

/** A signed number: +1.23, −0.40. */
export const formatSigned = (value: number, decimals = 2) =>
  `${value < 0 ? MINUS : '+'}${Math.abs(value).toFixed(decimals)}`
