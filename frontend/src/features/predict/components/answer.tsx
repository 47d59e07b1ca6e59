import type { Prediction, PredictForm } from '@/client/wire'
import { ClassMark, paletteIndex } from '@/components/ui/class-mark'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { formatShare } from '@/lib/format'
import styles from './answer.module.css'
import { ExplanationView } from './explanation-view'

/** The class, how sure, and why. */
export function Answer({ prediction, form }: { prediction: Prediction; form: PredictForm }) {
  const { probabilities, warnings, explanation } = prediction
  const classes = Object.entries(probabilities).sort((a, b) => b[1] - a[1])
  return (
    <>
      <Panel title="The answer">
        <div className={styles.verdict}>
          <p className={styles.name}>
            <ClassMark name={prediction.prediction} classes={form.classes} />
          </p>
          <p className={styles.sure}>{formatShare(prediction.probability)} sure</p>
        </div>
        <ul className={styles.bars} aria-label="Probability of each class">
          {classes.map(([name, share]) => (
            <li key={name} className={styles.entry}>
              <ClassMark name={name} classes={form.classes} />
              <span className={styles.track} aria-hidden="true">
                <span
                  style={{ width: `${share * 100}%`, background: `var(--class-${paletteIndex(form.classes, name)})` }}
                />
              </span>
              <span className="num">{formatShare(share)}</span>
            </li>
          ))}
        </ul>
        <Certainty prediction={prediction} form={form} />
        {warnings.map(({ code, text }) => (
          <Notice key={code} tone="warn">
            <p>{text}</p>
          </Notice>
        ))}
      </Panel>
      {explanation && (
        <Panel title="Why" hint="What each value did to the answer, starting from the average object.">
          <ExplanationView explanation={explanation} />
        </Panel>
      )}
    </>
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
