import type { TrainingStatus } from '@/client/wire'
import { LeakyNotice } from '@/components/ui/leaky-notice'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { formatPercentEstimate } from '@/lib/format'
import { isWorking, STATE_WORDS } from '@/lib/session-state'
import { FoldScores, meanOf } from './fold-scores'
import { Outcome } from './outcome'
import { PhaseList } from './phase-list'
import { RunControls } from './run-controls'
import { RunLog } from './run-log'
import { RunProgress } from './run-progress'
import { TuningTrials } from './tuning-trials'

interface Props {
  status: TrainingStatus
  /** The last look got no answer. */
  isLost: boolean
  lostTimes: number
}

const accuracySoFar = ({ scores }: TrainingStatus) =>
  meanOf(scores.folds.map(({ metrics }) => metrics.accuracy).filter((value): value is number => value != null))

/** What a screen reader hears: the state and the finished folds, not every count. */
function spoken(status: TrainingStatus) {
  const folds = status.scores.folds.length
  const soFar = accuracySoFar(status)
  const words = [STATE_WORDS[status.state]]
  if (isWorking(status.state) && folds > 0 && soFar != null)
    words.push(`${folds} folds done, accuracy so far ${formatPercentEstimate({ value: soFar })}`)
  if (status.state === 'trained') words.push('The result is ready')
  if (status.error) words.push(status.error.message)
  return words.join('. ')
}

export function RunView({ status, isLost, lostTimes }: Props) {
  const hasRun = status.run_id !== null
  return (
    <div className="stack-wide">
      <p className="visually-hidden" role="status" aria-live="polite">
        {spoken(status)}
      </p>
      {isLost && isWorking(status.state) && (
        <Notice tone="warn" title="No answer from the server" live>
          <p>
            What you see is the last that was heard. Asking again by itself (try {lostTimes}); the training goes on
            meanwhile.
          </p>
        </Notice>
      )}
      <Outcome status={status} />
      <Panel title={STATE_WORDS[status.state]} actions={<RunControls status={status} />}>
        {hasRun ? (
          <RunProgress status={status} />
        ) : (
          <p>
            Nothing has been trained in this session yet. Press Train to begin with the selection as it is, or change it
            first.
          </p>
        )}
      </Panel>
      {status.scores.trials.length > 0 && (
        <Panel
          title="Tuning"
          hint="Each point is one setting, judged on inner folds of the training stars. What the folds below score, no search saw."
        >
          <TuningTrials trials={status.scores.trials} />
        </Panel>
      )}
      {hasRun && (
        <>
          <Panel title="Scores by fold" hint="Each point is one part of the data that the model had not seen.">
            <LeakyNotice isLeaky={status.leaky} />
            <FoldScores folds={status.scores.folds} />
          </Panel>
          <div className="halves">
            <Panel title="Phases">
              <PhaseList phases={status.phases} />
            </Panel>
            <Panel title="Log">
              <RunLog log={status.log} />
            </Panel>
          </div>
        </>
      )}
    </div>
  )
}
