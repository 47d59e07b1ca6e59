import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Dataset } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { to } from '@/config/paths'
import { countOf } from '@/lib/format'
import { formatDay } from '@/lib/time'
import styles from './catalogue-card.module.css'
import { ClassBalance } from './class-balance'

interface Props {
  dataset: Dataset
  /** Level of its heading. */
  level?: 2 | 3
  actions?: ReactNode
}

/** A catalogue at a glance; one of which nothing is held says how to get it. */
export function CatalogueCard({ dataset, level = 3, actions }: Props) {
  const Heading = `h${level}` as const
  const snapshot = dataset.snapshots[0]
  const task = dataset.tasks[0]
  const others = dataset.snapshots.length - 1
  return (
    <article className={styles.card} aria-label={dataset.title}>
      <div className="stack-tight">
        <Heading className={styles.title}>
          <Link to={to.dataset(dataset.name)}>{dataset.title}</Link>
        </Heading>
        {snapshot && (
          <p className="small">
            <span className="num">{countOf(snapshot.rows, 'row')}</span> ·{' '}
            <span className="num">{formatDay(snapshot.date)}</span>
            {others > 0 && ` · ${countOf(others, 'older snapshot')}`}
          </p>
        )}
        <p className="small dim">{dataset.description}</p>
      </div>
      {dataset.available && task && <ClassBalance task={task} />}
      {!dataset.available && (
        <Notice tone="warn" title="Not held yet">
          <p className={styles.remedy}>{dataset.remedy}</p>
        </Notice>
      )}
      {actions}
      <details className="small">
        <summary>Source and licence</summary>
        <p className="dim">
          {dataset.citation}. {dataset.licence} {snapshot?.source}
        </p>
      </details>
    </article>
  )
}
