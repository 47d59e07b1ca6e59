import { useEffect, useRef } from 'react'
import type { TrainingStatus } from '@/client/wire'
import styles from './run-log.module.css'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

export function RunLog({ log }: { log: TrainingStatus['log'] }) {
  const box = useRef<HTMLDivElement>(null)
  // The newest line stays in sight.
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [log.length])
  if (log.length === 0) return <p className="dim">Nothing has been logged yet.</p>
  return (
    // A scrolling region must be reachable by keyboard.
    <div ref={box} className={styles.wrap} role="region" aria-label="Log lines" tabIndex={0}>
      <ol className={styles.log}>
        {log.map(({ time, text }, index) => (
          <li key={index}>
            <time dateTime={time}>{clock.format(new Date(time))}</time> {text}
          </li>
        ))}
      </ol>
    </div>
  )
}
