import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PredictForm } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'

interface Props {
  examples: PredictForm['examples']
  isBusy: boolean
  error: unknown
  loaded: { name: string; catalogue_label: string } | null
  onLoad: (name: string) => void
}

/** Fills the form with a catalogued object, by name. */
export function ObjectLoader({ examples, isBusy, error, loaded, onLoad }: Props) {
  const [name, setName] = useState('')
  return (
    <div className="stack-tight">
      <form
        className="row"
        style={{ alignItems: 'end' }}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) onLoad(name.trim())
        }}
      >
        <TextInput
          label="Known object"
          placeholder="K00752.01"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          style={{ flex: '1 1 10rem' }}
          autoComplete="off"
        />
        <Button type="submit" variant="default" loading={isBusy} disabled={!name.trim()}>
          Load
        </Button>
      </form>
      {examples.length > 0 && (
        <div className="row small" role="group" aria-label="Examples">
          <span className="dim">For example</span>
          {examples.map((example) => (
            <Button
              key={example.name}
              size="compact-sm"
              variant="default"
              onClick={() => onLoad(example.name)}
              aria-label={`Load ${example.name}`}
            >
              {example.name}
            </Button>
          ))}
        </div>
      )}
      <div role="status">
        {error != null && (
          <Notice tone="bad">
            <p>{messageOf(error)}</p>
          </Notice>
        )}
        {loaded && !error && (
          <p className="small">
            Loaded <strong>{loaded.name}</strong>; the catalogue says: {loaded.catalogue_label.toLowerCase()}.
          </p>
        )}
      </div>
    </div>
  )
}
