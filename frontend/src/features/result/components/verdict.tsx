import type { ResultSummary } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { Notice } from '@/components/ui/notice'
import { countOf, formatPercentEstimate, formatShare } from '@/lib/format'
import { baselineRows } from '../model/baselines'
import styles from './verdict.module.css'

/** The result in one sentence, with what a trivial rule would have reached beside it. */
export function Verdict({ result }: { result: ResultSummary }) {
  const { metrics, data, split, classes } = result
  const accuracy = metrics.accuracy
  if (!accuracy) return <p>The run has no accuracy. Look at the log of the training for the reason.</p>
  const judged = split.group_by_host && data.hosts < data.rows ? 'whose star it had never seen' : 'that it had not seen'
  return (
    <div className="stack">
      <p className={styles.sentence}>
        Of {countOf(data.rows, 'decided object')} {judged}, the model told{' '}
        <strong className={styles.number}>{formatPercentEstimate(accuracy)}</strong> right.
      </p>
      <ul className={styles.scale} aria-label="Accuracy beside the baselines">
        <ScaleBar title="This model" share={accuracy.value} isOwn />
        {baselineRows(result).map(({ name, title, accuracy: share }) => (
          <ScaleBar key={name} title={title} share={share} />
        ))}
      </ul>
      {result.baselines.flag_rule && (
        <p className="small dim">
          * The flags were set while the verdicts were reached, so they are no fair rival: the model does not see them.
        </p>
      )}
      <p className="small dim row">
        Classes:{' '}
        {classes.map((name) => (
          <ClassMark key={name} name={name} classes={classes} />
        ))}
      </p>
      {result.warnings.map(({ code, text }) => (
        <Notice key={code + text} tone="warn">
          <p>{text}</p>
        </Notice>
      ))}
    </div>
  )
}

function ScaleBar({ title, share, isOwn = false }: { title: string; share: number | null; isOwn?: boolean }) {
  return (
    <li className={styles.entry}>
      <span>{title}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={isOwn ? styles.own : styles.other} style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <span className="num">{share == null ? 'does not apply' : formatShare(share)}</span>
    </li>
  )
}
