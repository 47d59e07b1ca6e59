import { Select } from '@mantine/core'
import type { StepChoice } from '@/client/wire'

interface Props {
  steps: StepChoice[]
  values: Record<string, unknown>
  onChange: (field: string, value: string) => void
}

/** The steps around the classifier as the server lists them: what each is for, and what the chosen way does. */
export function StepChoices({ steps, values, onChange }: Props) {
  return (
    <div className="halves">
      {steps.map(({ field, title, help, options, default: usual }) => {
        const value = String(values[field] ?? usual)
        const chosen = options.find(({ name }) => name === value)
        return (
          <Select
            key={field}
            label={title}
            description={help}
            data={options.map((option) => ({
              value: option.name,
              label: option.name === usual ? `${option.title} (default)` : option.title,
            }))}
            value={value}
            allowDeselect={false}
            onChange={(next) => next && onChange(field, next)}
            error={null}
            inputContainer={(input) => (
              <>
                {input}
                {chosen && <p className="small dim">{chosen.help}</p>}
              </>
            )}
          />
        )
      })}
    </div>
  )
}
