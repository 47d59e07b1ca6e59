import { useMemo } from 'react'
import type { Curves } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { useCurves } from '../api/get-curves'
import { linesOf } from '../model/curve-lines'
import { CurveFigure } from './curve-figure'

const ROC = { x: 'False alarms', y: 'Found', diagonal: 'Guessing' }
const PR = { x: 'Found (recall)', y: 'Right (precision)' }
const THRESHOLD = { x: 'Threshold of the score', y: 'Share' }
const CALIBRATION = { x: 'Stated probability', y: 'Observed share', diagonal: 'Perfect' }

export function CurveSet({ sessionId }: { sessionId: string }) {
  const query = useCurves(sessionId)
  return (
    <QueryView query={query} what="the curves" height={360}>
      {(curves) => <Figures curves={curves} />}
    </QueryView>
  )
}

function Figures({ curves }: { curves: Curves }) {
  const roc = useMemo(() => linesOf(curves.roc, 'fpr', 'tpr', 'This model'), [curves])
  const pr = useMemo(() => linesOf(curves.pr, 'recall', 'precision', 'This model'), [curves])
  const threshold = useMemo(
    () => [
      ...linesOf(curves.threshold, 'threshold', 'precision', 'Right (precision)'),
      ...linesOf(curves.threshold, 'threshold', 'recall', 'Found (recall)'),
    ],
    [curves],
  )
  const calibration = useMemo(
    () => linesOf(curves.calibration, 'mean_predicted', 'observed', 'This model', true),
    [curves],
  )
  return (
    <div className="halves">
      <CurveFigure
        title="ROC curve"
        caption="How many are found for how many false alarms. The nearer to the upper left corner, the better."
        lines={roc}
        axes={ROC}
      />
      <CurveFigure
        title="Precision and recall"
        caption="How pure the list stays as more are found."
        lines={pr}
        axes={PR}
      />
      {threshold.length === 2 && (
        <CurveFigure
          title="By threshold"
          caption="What a stricter threshold buys in purity, and what it costs in completeness."
          lines={threshold}
          axes={THRESHOLD}
        />
      )}
      <CurveFigure
        title="Calibration"
        caption="Of the objects given 80 %, 80 % should turn out so: the line should follow the dotted one."
        lines={calibration}
        axes={CALIBRATION}
      />
    </div>
  )
}
