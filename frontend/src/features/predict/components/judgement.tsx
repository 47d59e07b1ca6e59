import type { Prediction } from '@/client/wire'
import { ClassMark, paletteIndex } from '@/components/ui/class-mark'
import { formatShare } from '@/lib/format'
import styles from './answer.module.css'

interface Props {
  prediction: Prediction
  classes: string[]
}

/** The class, how sure, every class's share, and what became of objects with such a score. */
export function Judgement({ prediction, classes }: Props) {
  return (
    <>
      <div className={styles.verdict}>
        <p className={styles.name}>
          <ClassMark name={prediction.prediction} classes={classes} />
        </p>
        <p className={styles.sure}>{formatShare(prediction.probability)} sure</p>
      </div>
      <ClassBars probabilities={prediction.probabilities} classes={classes} />
      <Certainty prediction={prediction} />
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

/** The class that the score is the probability of. */
export const scoredClass = ({ score, probabilities }: Prediction) =>
  score == null
    ? null
    : (Object.entries(probabilities).sort((a, b) => Math.abs(a[1] - score) - Math.abs(b[1] - score))[0]?.[0] ?? null)

function Certainty({ prediction }: { prediction: Prediction }) {
  const { interval, score, threshold } = prediction
  const positive = scoredClass(prediction)
  if (score == null || !positive) return null
  const [low, high] = interval ?? []
  return (
    <p className="small dim">
      {low != null &&
        high != null &&
        `Of objects with a similar score, between ${formatShare(low, 0)} and ${formatShare(high, 0)} turned out to be ${positive}. `}
      Score {score.toFixed(3)}
      {threshold != null && `; called ${positive} from ${threshold.toFixed(2)}`}.
    </p>
  )
}
