import { Tooltip } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { metricExplained, metricTitle } from '@/lib/metrics'
import styles from './explained.module.css'

interface Props {
  /** One sentence, with the unit. */
  help: string
  children: ReactNode
}

/**
 * A word with its one-sentence explanation: at the pointer, at the focus, under a finger, and for screen readers as the
 * description of the word.
 */
export function Explained({ help, children }: Props) {
  const id = useId()
  if (!help) return <>{children}</>
  return (
    <Tooltip
      label={help}
      multiline
      maw={320}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
      transitionProps={{ duration: 0 }}
    >
      <button type="button" className={styles.term} aria-describedby={id}>
        {children}
        <span id={id} hidden>
          {help}
        </span>
      </button>
    </Tooltip>
  )
}

/** A score by its title, explained. */
export const Metric = ({ name }: { name: string }) => (
  <Explained help={metricExplained(name)}>{metricTitle(name)}</Explained>
)
