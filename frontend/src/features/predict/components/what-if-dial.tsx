import { useId } from 'react'
import type { Cell } from '@/client/wire'
import { formatNumber, formatQuantity, formatUnit } from '@/lib/format'
import { placeOf, STEPS, valueAt, type Dial } from '../model/dials'
import styles from './what-if.module.css'

interface Props {
  dial: Dial
  value: Cell | undefined
  onChange: (value: number) => void
}

/** One slider over the range of nine of ten objects. */
export function WhatIfDial({ dial, value, onChange }: Props) {
  const id = useId()
  const { feature, low, high, isLog } = dial
  const words = typeof value === 'number' ? formatQuantity(value, feature.unit) : 'missing'
  return (
    <div className={styles.dial}>
      <span className={styles.label}>
        <label htmlFor={id}>{feature.label}</label>
        <output htmlFor={id} className="num">
          {words}
        </output>
      </span>
      <input
        id={id}
        type="range"
        className={styles.slider}
        min={0}
        max={STEPS}
        value={placeOf(dial, value)}
        aria-valuetext={words}
        onChange={(event) => onChange(valueAt(dial, Number(event.currentTarget.value)))}
      />
      <span className={styles.ends} aria-hidden="true">
        <span>{formatNumber(low)}</span>
        <span>
          {isLog && 'log · '}
          {formatNumber(high)} {formatUnit(feature.unit)}
        </span>
      </span>
    </div>
  )
}
