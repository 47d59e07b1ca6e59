import { QueryView } from '@/components/ui/query-view'
import { useLearningCurve } from '../api/get-learning-curve'
import { AskStudy } from './ask-study'
import { LearningCurveResult } from './learning-curve'

/** Would more decided objects help, or another model? */
export function LearningCurvePanel({ sessionId }: { sessionId: string }) {
  const query = useLearningCurve(sessionId)
  return (
    <QueryView query={query} what="an earlier learning curve" height={80}>
      {({ study_id }) => (
        <AskStudy
          sessionId={sessionId}
          question={{ study: 'learning_curve' }}
          label="Draw the learning curve"
          cost="Trains your model with 1/32, 1/16 … of the stars of every fold. Takes about twice as long as the validation."
          what="the learning curve"
          known={study_id}
        >
          {(result) => 'points' in result && <LearningCurveResult curve={result} />}
        </AskStudy>
      )}
    </QueryView>
  )
}
