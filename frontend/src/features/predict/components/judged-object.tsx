import type { Prediction } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { AnsweredBy } from './answered-by'
import { ExplanationView, Reasons } from './explanation-view'
import { Judgement } from './judgement'

/** A catalogued object judged as it stands: how sure, by which model, and why. */
export function JudgedObject({ prediction }: { prediction: Prediction }) {
  const { explanation, warnings, answered_by } = prediction
  return (
    <div className="halves">
      <div className="stack">
        <Judgement prediction={prediction} classes={Object.keys(prediction.probabilities)} />
        {explanation && <Reasons explanation={explanation} />}
        {answered_by && <AnsweredBy by={answered_by} />}
        {warnings.map(({ code, text }) => (
          <Notice key={`${code}.${text}`} tone="warn">
            <p>{text}</p>
          </Notice>
        ))}
      </div>
      {explanation && <ExplanationView explanation={explanation} hasWords={false} />}
    </div>
  )
}
