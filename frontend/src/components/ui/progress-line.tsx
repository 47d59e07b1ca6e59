import { formatCount } from '@/lib/format'
import styles from './progress-line.module.css'

interface Props {
  label: string
  percent: number
  completed: number
  total: number
  unit: string
}

/** A bar beside the counts it was drawn from. */
export function ProgressLine({ label, percent, completed, total, unit }: Props) {
  const counts = total > 0 ? `${formatCount(completed)} of ${formatCount(total)} ${unit}` : 'Nothing counted yet'
  return (
    <div className="stack-tight">
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent * 10) / 10}
        aria-valuetext={`${percent.toFixed(1)} %, ${counts}`}
      >
        <div className={styles.fill} style={{ transform: `scaleX(${Math.min(1, percent / 100)})` }} />
      </div>
      <div className="row-apart small">
        <span className="num">{counts}</span>
        <span className="num">{percent.toFixed(1)} %</span>
      </div>
    </div>
  )
}
