import type { ReactNode } from 'react'
import type { Dataset } from '@/client/wire'
import { countOf } from '@/lib/format'
import { formatDay } from '@/lib/time'
import styles from './catalogue-card.module.css'
import { ClassBalance } from './class-balance'

interface Props {
  dataset: Dataset
  isChosen?: boolean
  actions?: ReactNode
}

export function CatalogueCard({ dataset, isChosen, actions }: Props) {
  const snapshot = dataset.snapshots[0]
  const task = dataset.tasks[0]
  return (
    <article className={styles.card} data-chosen={isChosen || undefined} aria-label={dataset.title}>
      <div className="stack-tight">
        <h3>{dataset.title}</h3>
        {snapshot && (
          <p className="small num">
            {countOf(snapshot.rows, 'row')} · {formatDay(snapshot.date)}
          </p>
        )}
        <p className="small dim">{dataset.description}</p>
      </div>
      {task && <ClassBalance task={task} />}
      {actions && <div className="row">{actions}</div>}
      <details className="small">
        <summary>Source and licence</summary>
        <p className="dim">
          {dataset.citation} {dataset.licence} {snapshot?.source}
        </p>
      </details>
    </article>
  )
}
