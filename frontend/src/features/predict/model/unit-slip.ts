import type { CodedText } from '@/client/wire'

export interface UnitSlip {
  column: string
  value: number
  unit: string
}

// The sentence of the server: "koi_depth 0.1 ppm is outside … looks like %: in ppm it would be 1000."
const SENTENCE = /^(\S+) .* looks like .+: in (.+) it would be ([-+\d.e]+)\.$/

/** A remark that names the column and the value which was probably meant. */
type Told = CodedText & { column?: string | null; suggested?: number | null; unit?: string | null }

/** What a value is likely meant to be, when it looks like another unit. */
export function unitSlipOf({ code, text, column: told, suggested, unit: toldUnit }: Told): UnitSlip | null {
  if (told && suggested != null) return { column: told, value: suggested, unit: toldUnit ?? '' }
  const [, column, unit, number] = (code === 'unit_slip' && SENTENCE.exec(text)) || []
  const value = Number(number)
  return column && unit && Number.isFinite(value) ? { column, unit, value } : null
}
