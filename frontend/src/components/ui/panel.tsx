import { useId, type ReactNode } from 'react'
import { PartBoundary } from '@/components/errors/part-boundary'
import styles from './panel.module.css'

interface Props {
  title: string
  /** One quiet sentence under the title. */
  hint?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** One part of a page: a named region with an error boundary of its own. */
export function Panel({ title, hint, actions, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.panel}>
      <div className={styles.head}>
        <div className={styles.words}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {hint && <p className={styles.hint}>{hint}</p>}
        </div>
        {actions}
      </div>
      <PartBoundary name={title}>{children}</PartBoundary>
    </section>
  )
}
