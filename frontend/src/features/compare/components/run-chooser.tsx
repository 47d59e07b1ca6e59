import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'

export interface Run {
  id: string
  title: string
}

interface Props {
  /** Other trained sessions of this browser. */
  runs: Run[]
  chosen: string | null
  onChoose: (id: string) => void
}

/** The id in a permalink, or the id itself. */
export const idOf = (text: string) => /\/sessions\/([^/?#]+)/.exec(text)?.[1] ?? text.trim()

/** With which other run: one of one's own, or any whose link one holds. */
export function RunChooser({ runs, chosen, onChoose }: Props) {
  const [typed, setTyped] = useState('')
  return (
    <div className="stack-tight">
      {runs.length > 0 ? (
        <div className="row" role="group" aria-label="Own runs">
          {runs.map(({ id, title }) => (
            <Button
              key={id}
              size="sm"
              variant={id === chosen ? 'filled' : 'default'}
              aria-pressed={id === chosen}
              onClick={() => onChoose(id)}
            >
              {title}
            </Button>
          ))}
        </div>
      ) : (
        <p className="dim">No other trained session was started in this browser.</p>
      )}
      <form
        className="row"
        style={{ alignItems: 'end' }}
        onSubmit={(event) => {
          event.preventDefault()
          if (idOf(typed)) onChoose(idOf(typed))
        }}
      >
        <TextInput
          label="Or the link of another session"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          style={{ flex: '1 1 16rem' }}
        />
        <Button type="submit" variant="default" disabled={!idOf(typed)}>
          Compare
        </Button>
      </form>
    </div>
  )
}
