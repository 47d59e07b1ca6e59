import { formatBytes } from '@/lib/files'
import { formatNumber, NOTHING } from '@/lib/format'
import { formatMoment, formatSpan } from '@/lib/time'

const NAMES: Record<string, string> = {
  api: 'API',
  redis: 'Redis',
  free_bytes: 'free',
  heartbeat_age_s: 'last heard',
  heartbeat_at: 'heard at',
}

/** A name of the wire in words. */
export const nameInWords = (name: string) => NAMES[name] ?? name.replace(/_(s|bytes|mb)$/, '').replaceAll('_', ' ')

/** A fact in words; the suffix of its name tells the unit. */
export function factInWords(name: string, value: unknown): string {
  if (value == null || value === '') return NOTHING
  if (name === 'heartbeat_age_s') return `${formatSpan(Number(value))} ago`
  if (name.endsWith('_at')) return formatMoment(String(value))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'number') return String(value)
  if (name === 'pid') return String(value)
  if (name.endsWith('_bytes')) return formatBytes(value)
  return name.endsWith('_s') ? formatSpan(value) : formatNumber(value, 4)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Name and value pairs of any detail, nested ones joined: one entry for each line shown. */
export function detailLines(details: Record<string, unknown>): [name: string, text: string][] {
  return Object.entries(details).flatMap(([name, value]): [string, string][] => {
    if (Array.isArray(value)) {
      if (value.length === 0) return [[nameInWords(name), 'none']]
      return value.map((item) => [
        nameInWords(name).replace(/s$/, ''),
        isRecord(item) ? joined(item) : factInWords(name, item),
      ])
    }
    return [[nameInWords(name), isRecord(value) ? joined(value) : factInWords(name, value)]]
  })
}

const joined = (record: Record<string, unknown>) =>
  Object.entries(record)
    .filter(([name]) => !name.endsWith('_at'))
    .map(([name, value]) =>
      name === 'name' ? factInWords(name, value) : `${nameInWords(name)} ${factInWords(name, value)}`,
    )
    .join(', ')
