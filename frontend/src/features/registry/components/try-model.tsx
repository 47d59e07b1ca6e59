import { Button, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import type { ModelVersion } from '@/client/wire-registry'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { useAskModel } from '../api/ask-model'
import { RegistryAnswerView } from './registry-answer'
import { TryField, type TriedColumn } from './try-field'
import styles from './try-model.module.css'

const FIRST = 12

interface Props {
  model: ModelVersion
  /** What is known of the columns; of an own table nothing is. */
  columns: TriedColumn[]
  /** Objects to begin with. */
  examples: { name: string; values: Record<string, unknown> }[]
}

/** Asks the promoted version by numbers; no session is needed. */
export function TryModel({ model, columns, examples }: Props) {
  const ask = useAskModel(model.name)
  const [values, setValues] = useState<Record<string, number | string | null>>({})
  const [threshold, setThreshold] = useState<string | number>('')
  const [showsAll, setShowsAll] = useState(false)
  const known = new Map(columns.map((column) => [column.name, column]))
  const shown = showsAll ? model.features : model.features.slice(0, FIRST)
  const cell = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? value : null)
  const fill = (name: string | null) => {
    const row = examples.find((example) => example.name === name)?.values ?? {}
    setValues(Object.fromEntries(model.features.map((feature) => [feature, cell(row[feature])])))
  }
  const filled = model.features.filter((name) => values[name] != null).length
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const features = Object.fromEntries(model.features.map((name) => [name, values[name] ?? null]))
        ask.mutate({ features, threshold: typeof threshold === 'number' ? threshold : null })
      }}
    >
      {examples.length > 0 && (
        <Select
          label="Begin with an object of the table"
          placeholder="or type the numbers yourself"
          data={examples.map(({ name }) => name)}
          onChange={fill}
          maw="24rem"
        />
      )}
      <div className={styles.fields}>
        {shown.map((name) => (
          <TryField
            key={name}
            column={known.get(name) ?? { name, label: name, unit: '', kind: 'number' }}
            value={values[name] ?? null}
            onChange={(value) => setValues((current) => ({ ...current, [name]: value }))}
          />
        ))}
      </div>
      <div className="row" style={{ alignItems: 'end' }}>
        {model.features.length > FIRST && (
          <Button variant="default" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? `Show the first ${FIRST}` : `Show all ${model.features.length} columns`}
          </Button>
        )}
        {model.positive_class && (
          <NumberInput
            label={`${model.positive_class} from a score of`}
            placeholder="as trained"
            value={threshold}
            onChange={setThreshold}
            min={0}
            max={1}
            step={0.05}
            w="14rem"
          />
        )}
        <Button type="submit" loading={ask.isPending} disabled={filled === 0}>
          Ask the model
        </Button>
        <span className="small dim num">
          {filled} of {model.features.length} known
        </span>
      </div>
      {ask.error && (
        <Notice tone="bad" title="There is no answer" live>
          <p>{messageOf(ask.error)}</p>
        </Notice>
      )}
      {ask.data && <RegistryAnswerView answers={ask.data} />}
    </form>
  )
}
