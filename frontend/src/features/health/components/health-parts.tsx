import type { HealthPart } from '@/client/wire'
import { ToneIcon, type Tone } from '@/components/ui/notice'
import { formatNumber, NOTHING } from '@/lib/format'
import { detailLines, nameInWords } from '../model/detail'
import styles from './health-parts.module.css'

const TONES: Record<HealthPart['state'], { tone: Tone; word: string }> = {
  ok: { tone: 'good', word: 'Working' },
  degraded: { tone: 'warn', word: 'Degraded' },
  down: { tone: 'bad', word: 'Down' },
}

export function HealthParts({ parts }: { parts: HealthPart[] }) {
  return (
    <ul className={styles.parts}>
      {parts.map(({ name, state, latency_ms, reason, details }) => (
        <li key={name} className={styles.part} data-tone={TONES[state].tone}>
          <div className={styles.head}>
            <ToneIcon tone={TONES[state].tone} />
            <h2 className={styles.name}>{nameInWords(name)}</h2>
            <span className="small">{TONES[state].word}</span>
          </div>
          {reason && <p className="small">{reason}</p>}
          <dl className={styles.details}>
            <div>
              <dt>answered in</dt>
              <dd>{latency_ms == null ? NOTHING : `${formatNumber(latency_ms, 2)} ms`}</dd>
            </div>
            {detailLines(details).map(([term, text], index) => (
              <div key={index}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
