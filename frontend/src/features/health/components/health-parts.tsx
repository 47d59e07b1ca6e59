import type { HealthPart } from '@/client/wire'
import { ToneIcon, type Tone } from '@/components/ui/notice'
import { formatNumber, NOTHING } from '@/lib/format'
import styles from './health-parts.module.css'

const TONES: Record<HealthPart['state'], { tone: Tone; word: string }> = {
  ok: { tone: 'good', word: 'Working' },
  degraded: { tone: 'warn', word: 'Degraded' },
  down: { tone: 'bad', word: 'Down' },
}

/** A detail in words: lists of names, numbers, nested facts. */
function detail(value: unknown): string {
  if (value == null || value === '') return NOTHING
  if (typeof value === 'number') return formatNumber(value, 4)
  if (Array.isArray(value)) return value.map(detail).join(', ') || 'none'
  if (typeof value === 'object') return Object.entries(value).map(([name, inner]) => `${name.replaceAll('_', ' ')} ${detail(inner)}`).join(', ')
  return String(value)
}

export function HealthParts({ parts }: { parts: HealthPart[] }) {
  return (
    <ul className={styles.parts}>
      {parts.map(({ name, state, latency_ms, reason, details }) => (
        <li key={name} className={styles.part} data-tone={TONES[state].tone}>
          <div className={styles.head}>
            <ToneIcon tone={TONES[state].tone} />
            <h3 className={styles.name}>{name.replaceAll('_', ' ')}</h3>
            <span className="small">{TONES[state].word}</span>
          </div>
          {reason && <p className="small">{reason}</p>}
          <dl className={styles.details}>
            <div>
              <dt>answered in</dt>
              <dd>{latency_ms == null ? NOTHING : `${formatNumber(latency_ms, 2)} ms`}</dd>
            </div>
            {Object.entries(details).map(([key, value]) => (
              <div key={key}>
                <dt>{key.replaceAll('_', ' ')}</dt>
                <dd>{detail(value)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
