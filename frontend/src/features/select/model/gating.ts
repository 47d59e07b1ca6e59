import type { Selection } from '@/client/wire'
import { STEPS, type Step } from '@/config/paths'

const SAVED_AS = { data: 'data_source', features: 'features', model: 'model', evaluation: 'evaluation' } as const

export const isSaved = ({ selection }: Selection, step: Step) => selection[SAVED_AS[step]] != null

/** A step opens when every step before it has been saved. */
export function reachableSteps(selection: Selection): Step[] {
  const firstOpen = STEPS.findIndex((step) => !isSaved(selection, step))
  return firstOpen < 0 ? [...STEPS] : STEPS.slice(0, firstOpen + 1)
}

/** The step to show for the one that was asked for. */
export function admit(selection: Selection, asked: string | undefined): Step {
  const reachable = reachableSteps(selection)
  return reachable.find((step) => step === asked) ?? (isStep(asked) ? reachable.at(-1)! : 'data')
}

export const isStep = (name: string | undefined): name is Step => STEPS.some((step) => step === name)

export const stepAfter = (step: Step): Step | null => STEPS[STEPS.indexOf(step) + 1] ?? null
export const stepBefore = (step: Step): Step | null => STEPS[STEPS.indexOf(step) - 1] ?? null
