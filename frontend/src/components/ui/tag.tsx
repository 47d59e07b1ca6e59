import type { ReactNode } from 'react'
import type { Tone } from './notice'
import styles from './tag.module.css'

export function Tag({
  tone = 'info',
  children,
  title,
}: {
  tone?: Tone | 'plain'
  children: ReactNode
  title?: string
}) {
  return (
    <span className={styles.tag} data-tone={tone} title={title}>
      {children}
    </span>
  )
}
