import { TextInput } from '@mantine/core'
import { NumberField } from '@/components/ui/number-field'
import { withUnit } from '@/lib/format'

export interface TriedColumn {
  name: string
  label: string
  unit: string
  kind: string
}

interface Props {
  column: TriedColumn
  value: number | string | null
  onChange: (value: number | string | null) => void
}

/** One column's value; left empty it is not known. */
export function TryField({ column: { label, name, unit, kind }, value, onChange }: Props) {
  const title = withUnit(label || name, unit)
  if (kind !== 'number')
    return (
      <TextInput
        label={title}
        placeholder="not known"
        value={value == null ? '' : String(value)}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      />
    )
  return (
    <NumberField
      label={title}
      placeholder="not known"
      value={typeof value === 'number' ? value : null}
      onChange={onChange}
    />
  )
}
