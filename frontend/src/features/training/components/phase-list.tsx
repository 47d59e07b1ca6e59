import type { Phase } from '@/client/wire'
import styles from './phase-list.module.css'

const WORDS = { waiting: 'waiting', running: 'running now', done: 'done' } as const

export function PhaseList({ phases }: { phases: Phase[] }) {
  return (
    <ol className={styles.list} aria-label="Phases">
      {phases.map(({ name, title, state }) => (
        <li
          key={name}
          className={styles.phase}
          data-state={state}
          aria-current={state === 'running' ? 'step' : undefined}
        >
          <span className={styles.dot} aria-hidden="true">
            {state === 'done' ? '✓' : state === 'running' ? '▸' : ''}
          </span>
          <span>{title}</span>
          <span className={styles.state}>{WORDS[state]}</span>
        </li>
      ))}
    </ol>
  )
}
