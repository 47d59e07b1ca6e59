import { useMemo, useState } from 'react'
import type { Curves } from '@/client/wire'
import { linesOf } from '../model/curve-lines'
import { cutMarks } from '../model/cut-marks'
import { cutAt, thresholdNear, type ClassCurves, type Cut } from '../model/cuts'
import { CurveFigure } from './curve-figure'

type Place = [number, number]

interface CurveKind {
  title: string
  caption: string
  axes: { x: string; y: string; diagonal?: string }
  /** Where a threshold stands on it. */
  mark: (cut: Cut) => { at?: number; points: Place[] }
  /** The threshold at a place on it. */
  pick: (own: ClassCurves, place: Place) => number | null
  lines: (curves: ClassCurves | Curves, own: ClassCurves, name: string) => ReturnType<typeof linesOf>
}

const sideways = (_: ClassCurves, [x]: Place) => Math.min(1, Math.max(0, x))

const KINDS: CurveKind[] = [
  {
    title: 'ROC curve',
    caption: 'How many are found for how many false alarms. The nearer to the upper left corner, the better.',
    axes: { x: 'False alarms', y: 'Found', diagonal: 'Guessing' },
    mark: ({ falseAlarms, found }) => ({ points: [[falseAlarms, found]] }),
    pick: ({ roc }, place) => thresholdNear(roc, 'fpr', 'tpr', place),
    lines: ({ roc }, _, name) => linesOf(roc, 'fpr', 'tpr', name),
  },
  {
    title: 'Precision and recall',
    caption: 'How pure the list stays as more are found.',
    axes: { x: 'Found (recall)', y: 'Right (precision)' },
    mark: ({ found, right }) => ({ points: [[found, right]] }),
    pick: ({ pr }, place) => thresholdNear(pr, 'recall', 'precision', place),
    lines: ({ pr }, _, name) => linesOf(pr, 'recall', 'precision', name),
  },
  {
    title: 'By threshold',
    caption: 'What a stricter threshold buys in purity, and what it costs in completeness.',
    axes: { x: 'Threshold of the score', y: 'Share' },
    mark: ({ threshold, right, found }) => ({
      at: threshold,
      points: [
        [threshold, right],
        [threshold, found],
      ],
    }),
    pick: sideways,
    lines: (_, { threshold }) => [
      ...linesOf(threshold, 'threshold', 'precision', 'Right (precision)'),
      ...linesOf(threshold, 'threshold', 'recall', 'Found (recall)'),
    ],
  },
  {
    title: 'Calibration',
    caption: 'Of the objects given 80 %, 80 % should turn out so: the line should follow the dotted one.',
    axes: { x: 'Stated probability', y: 'Observed share', diagonal: 'Perfect' },
    mark: ({ threshold }) => ({ at: threshold, points: [] }),
    pick: sideways,
    lines: ({ calibration }, _, name) => linesOf(calibration, 'mean_predicted', 'observed', name, true),
  },
]

interface Props {
  curves: Curves
  /** Those of the wanted class. */
  own: ClassCurves
  wanted: string
  isBinary: boolean
  chosen: number
  onChoose: (threshold: number) => void
}

/** Four curves with one cursor: what is pointed at or chosen on one is marked on all. */
export function CurveSet({ curves, own, wanted, isBinary, chosen, onChoose }: Props) {
  const [pointed, setPointed] = useState<number | null>(null)
  // Of two classes one curve tells all; of more, each has its own, and the wanted one is marked.
  const drawn = useMemo(
    () => KINDS.map(({ lines }) => lines(isBinary ? own : curves, own, wanted)),
    [curves, own, wanted, isBinary],
  )
  const marks = useMemo(
    () =>
      KINDS.map(({ mark }) => cutMarks(mark(cutAt(own, chosen)), pointed === null ? null : mark(cutAt(own, pointed)))),
    [own, chosen, pointed],
  )
  return (
    <>
      <p className="small dim">
        Point at a curve to see the same threshold on the others; press to choose it. The firm ring is the chosen one.
      </p>
      <div className="halves">
        {KINDS.map(({ title, caption, axes, pick }, at) => (
          <CurveFigure
            key={title}
            title={title}
            caption={caption}
            axes={axes}
            lines={drawn[at]!}
            overlay={marks[at]!}
            onHover={(place) => setPointed(place && pick(own, place))}
            onPick={(place) => {
              const threshold = pick(own, place)
              if (threshold !== null) onChoose(threshold)
            }}
          />
        ))}
      </div>
    </>
  )
}
