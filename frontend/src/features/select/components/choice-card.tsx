import { useId, type ReactNode } from 'react'
import styles from './choice-card.module.css'

interface Props {
  name: string
  value: string
  title: ReactNode
  badge?: ReactNode
  isChecked: boolean
  onChoose: (value: string) => void
  children?: ReactNode
}

/** A radio button with room for an explanation. */
export function ChoiceCard({ name, value, title, badge, isChecked, onChoose, children }: Props) {
  const id = useId()
  return (
    <div className={styles.card} data-checked={isChecked || undefined}>
      <div className={styles.head}>
        <input
          type="radio"
          id={id}
          name={name}
          value={value}
          checked={isChecked}
          onChange={() => onChoose(value)}
          className={styles.radio}
          aria-describedby={`${id}-more`}
        />
        <label htmlFor={id} className={styles.title}>
          {title}
        </label>
        {badge}
      </div>
      <div id={`${id}-more`} className={styles.body}>
        {children}
      </div>
    </div>
  )
}

export function ChoiceGroup({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{legend}</legend>
      <div className="cards">{children}</div>
    </fieldset>
  )
}
