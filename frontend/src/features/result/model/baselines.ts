import type { ResultSummary } from '@/client/wire'

const TITLES: Record<string, string> = {
  majority: 'Always the larger class',
  mask_only: 'Only which cells are empty',
  flag_rule: 'NASA’s false-positive flags*',
}

export interface BaselineRow {
  name: string
  title: string
  accuracy: number | null
}

/** The trivial rules that a model must beat; null where one does not apply. */
export const baselineRows = ({ baselines }: ResultSummary): BaselineRow[] =>
  Object.entries(baselines).map(([name, metrics]) => ({
    name,
    title: TITLES[name] ?? name,
    accuracy: metrics?.accuracy ?? null,
  }))
