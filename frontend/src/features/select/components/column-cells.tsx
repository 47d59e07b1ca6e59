import type { Column, Finding } from '@/client/wire'
import { Tag } from '@/components/ui/tag'
import { isMeasured } from '../model/findings'
import styles from './column-table.module.css'

interface ChoiceProps {
  column: Column
  isChecked: boolean
  isLocked: boolean
  problem?: string | undefined
  onToggle: (name: string, isOn: boolean) => void
}

/** A column by its label and its name in the table, to be used or not. */
export function ColumnChoice({ column: { name, label }, isChecked, isLocked, problem, onToggle }: ChoiceProps) {
  return (
    <>
      <label className={styles.choice}>
        <input
          type="checkbox"
          className={styles.box}
          checked={isChecked}
          disabled={isLocked}
          onChange={(event) => onToggle(name, event.target.checked)}
        />
        <span>
          {label}
          {label !== name && <code className={styles.code}>{name}</code>}
        </span>
      </label>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  )
}

/** What a column is, why it is locked, and what the leak guard measured of it. */
export function Meaning({ column: { description, reason }, findings }: { column: Column; findings: Finding[] }) {
  const measured = findings.filter(isMeasured)
  return (
    <div className={styles.about}>
      {description && <p>{description}</p>}
      {reason && !measured.some(({ text }) => text === reason) && <p>{reason}</p>}
      {measured.map(({ code, text, locks }) => (
        <p key={code}>
          <Tag tone={locks ? 'bad' : 'warn'}>Measured</Tag> {text}
        </p>
      ))}
    </div>
  )
}
