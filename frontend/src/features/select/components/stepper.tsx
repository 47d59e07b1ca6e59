import { Link } from 'react-router'
import type { Selection } from '@/client/wire'
import { STEP_TITLES, STEPS, to, type Step } from '@/config/paths'
import { isSaved, reachableSteps } from '../model/gating'
import styles from './stepper.module.css'

/** The four steps; one opens only after those before it are saved. */
export function Stepper({ selection, current }: { selection: Selection; current: Step }) {
  const reachable = reachableSteps(selection)
  return (
    <nav aria-label="Steps">
      <ol className={styles.list}>
        {STEPS.map((step, index) => {
          const saved = isSaved(selection, step)
          const label = (
            <>
              <span className={styles.dot} aria-hidden="true">
                {saved ? '✓' : index + 1}
              </span>
              <span>{STEP_TITLES[step]}</span>{' '}
              <span className="visually-hidden">
                {saved ? '(saved)' : reachable.includes(step) ? '' : '(locked until the steps before it are saved)'}
              </span>
            </>
          )
          return (
            <li
              key={step}
              className={styles.item}
              data-state={step === current ? 'current' : saved ? 'saved' : undefined}
            >
              {reachable.includes(step) ? (
                <Link
                  to={to.select(selection.session_id, step)}
                  className={styles.step}
                  aria-current={step === current ? 'step' : undefined}
                >
                  {label}
                </Link>
              ) : (
                <span className={styles.step} aria-disabled="true">
                  {label}
                </span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
