import type { RegistryAnswers } from '@/client/wire-registry'
import { ClassMark } from '@/components/ui/class-mark'
import { DataTable } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { formatShare } from '@/lib/format'

/** Class and score, and by which version. */
export function RegistryAnswerView({ answers: { classes, predictions, name, version } }: { answers: RegistryAnswers }) {
  const answer = predictions[0]
  if (!answer) return null
  return (
    <div className="stack-tight" role="status">
      <p>
        <strong>
          <ClassMark name={answer.prediction} classes={classes} />
        </strong>{' '}
        <span className="num">{formatShare(answer.probability)} sure</span>{' '}
        <span className="small dim">
          by version {version} of {name}
          {answer.threshold != null && `, from a score of ${answer.threshold}`}
        </span>
      </p>
      <DataTable
        caption="Probability of each class"
        rows={Object.entries(answer.probabilities)}
        rowKey={([each]) => each}
        columns={[
          {
            key: 'class',
            title: 'Class',
            isRowHeader: true,
            render: ([each]) => <ClassMark name={each} classes={classes} />,
          },
          { key: 'probability', title: 'Probability', isNumber: true, render: ([, share]) => formatShare(share) },
        ]}
      />
      {answer.warnings.map(({ code, text }) => (
        <Notice key={`${code}.${text}`} tone="warn">
          <p>{text}</p>
        </Notice>
      ))}
    </div>
  )
}
