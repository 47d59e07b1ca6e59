import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState, type Ref } from 'react'

interface Props extends Omit<NumberInputProps, 'value' | 'onChange'> {
  value: number | null
  onChange: (value: number | null) => void
  ref?: Ref<HTMLInputElement>
}

/** What is being typed stays while it means the value: "9." on the way to 9.5, "-" on the way to −1. */
const stands = (text: string, value: number | null) => {
  const number = Number(text)
  return Number.isFinite(number) ? number === value : value === null
}

/** A field for a number, or for none. */
export function NumberField({ value, onChange, ...props }: Props) {
  const [text, setText] = useState<string | null>(null)
  return (
    <NumberInput
      hideControls
      {...props}
      value={text !== null && stands(text, value) ? text : (value ?? '')}
      onChange={(typed) => {
        const number = typed === '' ? NaN : Number(typed)
        setText(typeof typed === 'string' && typed !== '' ? typed : null)
        onChange(Number.isFinite(number) ? number : null)
      }}
    />
  )
}
