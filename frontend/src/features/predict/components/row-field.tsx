import { Select } from '@mantine/core'
import type { Cell, FormFeature } from '@/client/wire'
import { NumberField } from '@/components/ui/number-field'
import { withUnit } from '@/lib/format'
import { describeRange, remarkOn } from '../model/row-draft'
import styles from './row-form.module.css'

export function RowField({
  feature,
  value,
  onChange,
}: {
  feature: FormFeature
  value: Cell | undefined
  onChange: (value: Cell) => void
}) {
  const { label, unit, kind, categories } = feature
  const description = [feature.description, feature.buys].filter(Boolean).join(' ')
  const name = withUnit(label, unit)
  if (kind !== 'number')
    return (
      <Select
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
