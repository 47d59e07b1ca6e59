import type { Contribution, Explanation } from '@/client/wire'

export type ScaleName = 'log_odds' | 'probability'

/** The contributions on one scale: base + their sum = output, and output + calibration = answer. */
export interface Scaled {
  unit: string
  base_value: number
  output: number
  calibration: number
  answer: number
  contributions: Contribution[]
}

export const SCALE_WORDS: Record<ScaleName, string> = { probability: 'Probability', log_odds: 'Log-odds' }
const UNITS: Record<ScaleName, string> = { probability: 'probability', log_odds: 'log-odds' }

/** The scales that the server told of; none where it only told its own unit. */
export const scalesOf = (explanation: Explanation): ScaleName[] =>
  (['probability', 'log_odds'] as const).filter((name) => explanation[name] != null)

/** The explanation on a scale, or in the model's own unit. */
export function scaled(explanation: Explanation, name: ScaleName | null): Scaled {
  const scale = name && explanation[name]
  if (!name || !scale) {
    const { unit, base_value, output, contributions } = explanation
    return { unit, base_value, output, calibration: 0, answer: output, contributions }
  }
  const contributions = explanation.contributions.map((part) => ({ ...part, contribution: part[name] }))
  return { ...scale, unit: UNITS[name], contributions }
}
