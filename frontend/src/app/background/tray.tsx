import { Button, Popover } from '@mantine/core'
import type { CSSProperties } from 'react'
import { Link } from 'react-router'
import { forgetEndedJobs, type Job } from '@/lib/jobs'
import { isWorking, stateWords } from '@/lib/session-state'
import { useBackground } from './use-background'
import { goalOf } from './kinds'
import styles from './tray.module.css'

const plural = (count: number) => (count === 1 ? '1 job' : `${count} jobs`)

/** Background work, seen from every page. */
export function Tray() {
  const jobs = useBackground()
  const working = jobs.filter(({ state }) => isWorking(state))
  if (jobs.length === 0) return null
  const mean = working.reduce((sum, { percent }) => sum + percent, 0) / Math.max(1, working.length)
  const words = working.length > 0 ? `${plural(working.length)} at work, ${Math.floor(mean)} %` : 'Nothing at work'
  return (
    <Popover position="bottom-end" width={320} withinPortal={false} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.button}
          data-working={working.length > 0 || undefined}
          aria-label={`Background work: ${words}`}
        >
          <span className={styles.ring} aria-hidden="true" style={{ '--part': `${mean}%` } as CSSProperties} />
          <span className="num">{working.length > 0 ? `${Math.floor(mean)} %` : 'Done'}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Background work">
        <div className="stack-tight">
          <p className="small dim">{words}. It goes on when you close this page.</p>
          <ul className={styles.jobs}>
            {jobs.map((job) => (
              <Line key={`${job.kind}${job.id}`} job={job} />
            ))}
          </ul>
          {jobs.length > working.length && (
            <Button size="compact-sm" variant="default" onClick={forgetEndedJobs}>
              Put away what has ended
            </Button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function Line({ job }: { job: Job }) {
  return (
    <li className={styles.job}>
      <Link to={goalOf(job)}>{job.title}</Link>
      <span className="num small dim">
        {isWorking(job.state) ? `${job.percent} %` : stateWords(job.state).toLowerCase()}
      </span>
      {isWorking(job.state) && (
        <span
          className={styles.bar}
          role="progressbar"
          aria-label={job.title}
          aria-valuenow={job.percent}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <span style={{ transform: `scaleX(${job.percent / 100})` }} />
        </span>
      )}
    </li>
  )
}
