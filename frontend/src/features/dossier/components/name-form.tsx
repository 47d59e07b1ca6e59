import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'

interface Props {
  /** Catalogues that are held; one alone needs no choice. */
  datasets: { value: string; label: string }[]
  label: string
  initial?: { dataset: string; object: string } | null
  onFind: (found: { dataset: string; object: string }) => void
}

/** An object of a catalogue by its name. */
export function NameForm({ datasets, label, initial, onFind }: Props) {
  const [dataset, setDataset] = useState(initial?.dataset ?? datasets[0]?.value ?? '')
  const [object, setObject] = useState(initial?.object ?? '')
  const name = object.trim()
  return (
    <form
      className="row"
      style={{ alignItems: 'end' }}
      onSubmit={(event) => {
        event.preventDefault()
        if (name && dataset) onFind({ dataset, object: name })
      }}
    >
      {datasets.length > 1 && (
        <Select
          label="Catalogue"
          data={datasets}
          value={dataset}
          allowDeselect={false}
          onChange={(next) => next && setDataset(next)}
          style={{ flex: '1 1 12rem' }}
        />
      )}
      <TextInput
        label="Object"
        placeholder="K00752.01"
        value={object}
        onChange={(event) => setObject(event.currentTarget.value)}
        autoComplete="off"
        style={{ flex: '1 1 12rem' }}
      />
      <Button type="submit" disabled={!name || !dataset}>
        {label}
      </Button>
    </form>
  )
}
