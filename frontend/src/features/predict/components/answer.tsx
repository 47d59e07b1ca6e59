import type { Prediction, PredictForm, Row } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { AnsweredBy } from './answered-by'
import { ExplanationView } from './explanation-view'
import { Judgement } from './judgement'
import { MostHelpful } from './most-helpful'
import { RowWarnings } from './row-warnings'

interface Props {
  prediction: Prediction
  form: PredictForm
  /** Judge the object anew with other values. */
  onApply: (values: Row) => void
  /** Go to the field of this column. */
  onField: (name: string) => void
}

/** The class, how sure, by which model, what would help, and why. */
export function Answer({ prediction, form, onApply, onField }: Props) {
  const { warnings, explanation, answered_by, most_helpful } = prediction
  return (
    <>
      <Panel title="The answer">
        <Judgement prediction={prediction} classes={form.classes} />
        {answered_by && <AnsweredBy by={answered_by} />}
        <RowWarnings warnings={warnings} onApply={onApply} />
        <MostHelpful fields={most_helpful ?? []} onField={onField} />
      </Panel>
      {explanation && (
        <Panel title="Why" hint="What each value did to the answer, starting from the average object.">
          <ExplanationView explanation={explanation} />
        </Panel>
      )}
    </>
  )
}
