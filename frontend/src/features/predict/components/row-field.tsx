import { Select } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Cell, FormFeature } from '@/client/wire'
import { NumberField } from '@/components/ui/number-field'
import { withUnit } from '@/lib/format'
import { describeRange, remarkOn } from '../model/row-draft'
import type { WantedField } from './row-form'
import styles from './row-form.module.css'

interface Props {
  feature: FormFeature
  value: Cell | undefined
  /** Set when one wants to be here. */
  wanted: WantedField | null
  onChange: (value: Cell) => void
}

export function RowField({ feature, value, wanted, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!wanted) return
    input.current?.focus({ preventScroll: true })
    input.current?.scrollIntoView({ block: 'center' })
  }, [wanted])
  const { label, unit, kind, categories } = feature
  const description = [feature.description, feature.buys].filter(Boolean).join(' ')
  const name = withUnit(label, unit)
  if (kind !== 'number')
    return (
      <Select
        ref={input}
        label={name}
        data={categories}
        value={value == null ? null : String(value)}
        onChange={onChange}
        clearable
        placeholder="missing"
        title={description}
      />
    )
  const remark = remarkOn(feature, value)
  return (
    <NumberField
      ref={input}
      label={name}
      description={describeRange(feature)}
      title={description}
      placeholder="missing"
      value={typeof value === 'number' ? value : null}
      onChange={onChange}
      // A remark, not an error: unusual objects are what one looks for.
      inputContainer={(children) => (
        <>
          {children}
          {remark && <p className={styles.remark}>△ {remark}</p>}
        </>
      )}
    />
  )
}
