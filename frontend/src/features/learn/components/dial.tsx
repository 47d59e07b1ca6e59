import { useId } from 'react'
import { formatQuantity } from '@/lib/format'
import { placeOf, valueAt, type Turned } from '../model/transit-numbers'
import styles from './dial.module.css'

interface Props {
  turned: Turned
  value: number
  onChange: (value: number) => void
}

/** A number to be turned, with what it means below it. */
export function Dial({ turned, value, onChange }: Props) {
  const { label, unit, help } = turned
  const id = useId()
  const words = formatQuantity(value, unit)
  return (
    <div className={styles.dial}>
      <span className="row-apart">
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id} className="num">
          {words}
        </output>
      </span>
      <input
        id={id}
        type="range"
        className={styles.slider}
        min={0}
        max={1000}
        step={5}
        value={Math.round(placeOf(turned, value))}
        aria-valuetext={words}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(valueAt(turned, Number(event.currentTarget.value)))}
      />
      <p id={`${id}-help`} className="small dim">
        {help}
      </p>
    </div>
  )
}
