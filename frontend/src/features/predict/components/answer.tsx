import type { Prediction, PredictForm, Row } from '@/client/wire'
import { ClassMark, paletteIndex } from '@/components/ui/class-mark'
import { Panel } from '@/components/ui/panel'
import { formatShare } from '@/lib/format'
import styles from './answer.module.css'
import { AnsweredBy } from './answered-by'
import { ExplanationView } from './explanation-view'
import { MostHelpful } from './most-helpful'
import { RowWarnings } from './row-warnings'

interface Props {
  prediction: Prediction
  form: PredictForm
  /** Judge the object anew with other values. */
  onApply: (values: Row) => void
}

/** The class, how sure, by which model, what would help, and why. */
export function Answer({ prediction, form, onApply }: Props) {
  const { warnings, explanation, answered_by, most_helpful } = prediction
  return (
    <>
      <Panel title="The answer">
        <div className={styles.verdict}>
          <p className={styles.name}>
            <ClassMark name={prediction.prediction} classes={form.classes} />
          </p>
          <p className={styles.sure}>{formatShare(prediction.probability)} sure</p>
        </div>
        <ClassBars probabilities={prediction.probabilities} classes={form.classes} />
        <Certainty prediction={prediction} form={form} />
        {answered_by && <AnsweredBy by={answered_by} />}
        <RowWarnings warnings={warnings} onApply={onApply} />
        <MostHelpful fields={most_helpful ?? []} />
      </Panel>
      {explanation && (
        <Panel title="Why" hint="What each value did to the answer, starting from the average object.">
          <ExplanationView explanation={explanation} />
        </Panel>
      )}
    </>
  )
}

export function ClassBars({ probabilities, classes }: { probabilities: Record<string, number>; classes: string[] }) {
  const entries = Object.entries(probabilities).sort((a, b) => b[1] - a[1])
  return (
    <ul className={styles.bars} aria-label="Probability of each class">
      {entries.map(([name, share]) => (
        <li key={name} className={styles.entry}>
          <ClassMark name={name} classes={classes} />
          <span className={styles.track} aria-hidden="true">
            <span style={{ width: `${share * 100}%`, background: `var(--class-${paletteIndex(classes, name)})` }} />
          </span>
          <span className="num">{formatShare(share)}</span>
        </li>
      ))}
    </ul>
  )
}

function Certainty({
  prediction: { interval, score, threshold },
  form: { positive_class },
}: {
  prediction: Prediction
  form: PredictForm
}) {
  if (score == null || !positive_class) return null
  const [low, high] = interval ?? []
  return (
    <p className="small dim">
      {low != null &&
        high != null &&
        `Of objects with a similar score, between ${formatShare(low, 0)} and ${formatShare(high, 0)} turned out to be ${positive_class}. `}
      Score {score.toFixed(3)}
      {threshold != null && `; called ${positive_class} from ${threshold.toFixed(2)}`}.
    </p>
  )
}
