import type { ReactNode } from 'react'
import styles from './notice.module.css'

export type Tone = 'info' | 'good' | 'warn' | 'bad'

// Shape as well as colour tells the tones apart.
const ICONS: Record<Tone, string> = {
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5m0-8.5v.01',
  good: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4 9.5 2.8 2.8L16 9.5',
  warn: 'M12 3.5 22 20.5H2L12 3.5Zm0 6.5v4.5m0 2.8v.01',
  bad: 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8L8 2.5Zm1 6.5 6 6m0-6-6 6',
}

export function ToneIcon({ tone }: { tone: Tone }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" className={styles.icon} aria-hidden="true">
      <path d={ICONS[tone]} />
    </svg>
  )
}

interface Props {
  tone?: Tone
  title?: ReactNode
  /** Speak up when it appears. */
  live?: boolean
  children?: ReactNode
}

export function Notice({ tone = 'info', title, live = false, children }: Props) {
  return (
    <div className={styles.notice} data-tone={tone} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <ToneIcon tone={tone} />
      <div className="stack-tight">
        {title && <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  )
}
