import type { Curve, Curves } from '@/client/wire'

/** A threshold of one class's score, and what the held-out objects say of it. */
export interface Cut {
  threshold: number
  found: number
  right: number
  falseAlarms: number
  selected: number
}

export interface ClassCurves {
  roc: Curve
  pr: Curve
  threshold: Curve
  calibration: Curve
}

const KINDS = ['roc', 'pr', 'threshold', 'calibration'] as const
const column = (curve: Curve, name: string) => curve[name] ?? []
const turned = (values: readonly (number | null)[]) => values.map((value) => (value == null ? NaN : 1 - value))
const backwards = (curve: Curve): Curve =>
  Object.fromEntries(Object.entries(curve).map(([name, values]) => [name, [...values].reverse()]))

/** The curves of the other of two classes, from those of the positive one: what is not selected there is here. */
export function mirrored({ roc, pr: _pr, threshold, calibration }: ClassCurves): ClassCurves {
  const all = column(threshold, 'selected').at(-1) ?? 0
  const hits = column(threshold, 'selected').map((count, at) => count * column(threshold, 'precision')[at]!)
  const positives = hits.at(-1) ?? 0
  const kept = column(threshold, 'selected').flatMap((count, at) =>
    count < all ? [{ count, hit: hits[at]!, at }] : [],
  )
  const others = kept.map(({ count, hit, at }) => {
    const right = all - positives - (count - hit)
    return {
      threshold: 1 - column(threshold, 'threshold')[at]!,
      selected: all - count,
      precision: right / (all - count),
      recall: right / (all - positives || 1),
    }
  })
  const cut = backwards({
    threshold: others.map((one) => one.threshold),
    selected: others.map((one) => one.selected),
    precision: others.map((one) => one.precision),
    recall: others.map((one) => one.recall),
  })
  return {
    roc: backwards({
      fpr: turned(column(roc, 'tpr')),
      tpr: turned(column(roc, 'fpr')),
      threshold: turned(column(roc, 'threshold')),
    }),
    pr: { recall: cut.recall!, precision: cut.precision!, threshold: cut.threshold! },
    threshold: cut,
    calibration: backwards({
      mean_predicted: turned(column(calibration, 'mean_predicted')),
      observed: turned(column(calibration, 'observed')),
      count: column(calibration, 'count'),
    }),
  }
}

/** The curves of one class against the rest. */
export function curvesOf(curves: Curves, wanted: string, positive: string | null): ClassCurves {
  const own = Object.fromEntries(
    KINDS.map((kind) => {
      const curve = curves[kind]
      const classes = 'by_class' in curve && !Array.isArray(curve.by_class) ? curve.by_class : null
      return [kind, classes ? (classes[wanted] ?? {}) : curve]
    }),
  ) as unknown as ClassCurves
  return positive !== null && wanted !== positive ? mirrored(own) : own
}

/** The place of the threshold on a curve whose thresholds fall: the last that is not below it. */
export function placeOf(curve: Curve, threshold: number): number {
  const steps = column(curve, 'threshold')
  const below = steps.findIndex((step) => step != null && !Number.isNaN(step) && step < threshold)
  return Math.max(0, below === -1 ? steps.length - 1 : below - 1)
}

/** What the held-out objects say of a threshold. */
export function cutAt({ roc, threshold: steps }: ClassCurves, threshold: number): Cut {
  const at = placeOf(steps, threshold)
  return {
    threshold,
    found: column(steps, 'recall')[at] ?? NaN,
    right: column(steps, 'precision')[at] ?? NaN,
    selected: Math.round(column(steps, 'selected')[at] ?? 0),
    falseAlarms: column(roc, 'fpr')[placeOf(roc, threshold)] ?? NaN,
  }
}

/** The threshold at the point of a curve that is nearest to a place. */
export function thresholdNear(curve: Curve, x: string, y: string, [px, py]: [number, number]): number | null {
  let best: number | null = null
  let least = Infinity
  column(curve, x).forEach((value, at) => {
    const step = column(curve, 'threshold')[at]
    const distance = (value - px) ** 2 + (column(curve, y)[at]! - py) ** 2
    if (step == null || Number.isNaN(step) || distance >= least) return
    least = distance
    best = step
  })
  return best
}
