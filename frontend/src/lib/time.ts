import { NOTHING } from './format'

const NBSP = '\u00a0'
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

function shown(format: Intl.DateTimeFormat, iso: string | null | undefined) {
  const date = iso ? new Date(iso) : null
  return date && !Number.isNaN(date.getTime()) ? format.format(date) : (iso ?? NOTHING)
}

/** A calendar day: 19 July 2017. */
export const formatDay = (iso: string | null | undefined) => shown(day, iso)

/** A moment on the reader's clock: 3 Nov, 14:05. */
export const formatMoment = (iso: string | null | undefined) => shown(moment, iso)

/** A span: 8 s, 2 min 05 s, 1 h 04 min. */
export function formatSpan(seconds: number | null | undefined): string {
  if (seconds == null) return NOTHING
  const whole = Math.max(0, Math.round(seconds))
  const two = (part: number) => String(part).padStart(2, '0')
  if (whole < 60) return `${whole}${NBSP}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}${NBSP}min${NBSP}${two(whole % 60)}${NBSP}s`
  return `${Math.floor(whole / 3600)}${NBSP}h${NBSP}${two(Math.floor((whole % 3600) / 60))}${NBSP}min`
}
