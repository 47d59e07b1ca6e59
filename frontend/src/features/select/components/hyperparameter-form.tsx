import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import type { Cell, ModelFamily, ParameterSchema } from '@/client/wire'
import { isNumeric, type Draft } from '../model/parameters'

interface Props {
  family: ModelFamily
  draft: Draft
  problems: Record<string, string>
  onChange: (name: string, value: Cell) => void
}

/** A form drawn from the family's JSON Schema. */
export function HyperparameterForm({ family, draft, problems, onChange }: Props) {
  return (
    <div className="halves">
      {Object.entries(family.hyperparameters.properties).map(([name, schema]) => (
        <ParameterField
          key={`${family.name}.${name}`}
          name={name}
          schema={schema}
          value={draft[name] ?? null}
          problem={problems[name]}
          onChange={(value) => onChange(name, value)}
        />
      ))}
    </div>
  )
}

interface FieldProps {
  name: string
  schema: ParameterSchema
  value: Cell
  problem: string | undefined
  onChange: (value: Cell) => void
}

function limits({ minimum, maximum }: ParameterSchema) {
  if (minimum != null && maximum != null) return ` From ${minimum} to ${maximum}.`
  if (minimum != null) return ` At least ${minimum}.`
  return maximum != null ? ` At most ${maximum}.` : ''
}

function ParameterField({ name, schema, value, problem, onChange }: FieldProps) {
  const common = {
    label: schema.title ?? name,
    description: `${schema.description ?? ''}${limits(schema)}`,
    error: problem,
  }
  if (schema.enum) {
    const words = (cell: Cell) => String(cell)
    return (
      <Select
        {...common}
        data={schema.enum.map(words)}
        value={words(value)}
        allowDeselect={false}
        onChange={(chosen) => onChange(schema.enum!.find((cell) => words(cell) === chosen) ?? null)}
      />
    )
  }
  if (schema.type === 'boolean')
    return <Checkbox {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  if (isNumeric(schema))
    return (
      <NumberInput
        {...common}
        value={typeof value === 'number' ? value : ''}
        allowDecimal={schema.type === 'number'}
        step={schema.type === 'integer' ? 1 : stepOf(schema)}
        // Clamping would change what was typed without a word: the range is said and checked instead.
        clampBehavior="none"
        onChange={(typed) => onChange(typed)}
      />
    )
  return <TextInput {...common} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />
}

/** A tenth of the default's power of ten: 0.05 steps by 0.01. */
const stepOf = ({ default: usual }: ParameterSchema) =>
  typeof usual === 'number' && usual > 0 ? 10 ** Math.floor(Math.log10(usual)) : 0.1
