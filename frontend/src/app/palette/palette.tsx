import { Modal } from '@mantine/core'
import { useEffect, useId, useState, type KeyboardEvent } from 'react'
import { useNavigate } from 'react-router'
import type { Entry } from './entries'
import styles from './palette.module.css'
import { useEntries } from './use-entries'

interface Props {
  sessionId: string | undefined
  onClose: () => void
}

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Type where you want to go: screens, own sessions, catalogues, models, and objects by name. */
export default function Palette({ sessionId, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const navigate = useNavigate()
  const id = useId()
  const { entries, isLooking } = useEntries(typed, sessionId)
  const active = Math.min(at, entries.length - 1)
  const go = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    void navigate(entry.href)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(entries[active])
    const step = STEPS[event.key]
    if (!step || entries.length === 0) return
    event.preventDefault()
    setAt(step(active, entries.length))
  }
  useEffect(() => document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' }), [id, active])
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      padding={0}
      title="Go to"
      classNames={{ header: 'visually-hidden' }}
    >
      <input
        className={styles.input}
        role="combobox"
        aria-label="Go to a screen, session, catalogue, model or object"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={entries.length > 0 ? `${id}-${active}` : undefined}
        placeholder="Screen, session, catalogue or object such as K00752.01"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={press}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Where to go" className={styles.list}>
        {entries.map((entry, index) => (
          // The keys are handled by the field, which keeps the focus.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={entry.group + entry.href + entry.title}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            onClick={() => go(entry)}
            onMouseMove={() => setAt(index)}
          >
            {entry.group !== entries[index - 1]?.group && <span className={styles.group}>{entry.group}</span>}
            <span className={styles.title}>{entry.title}</span>
            {entry.hint && <span className={styles.hint}>{entry.hint}</span>}
          </li>
        ))}
      </ul>
      <p className={styles.foot} role="status">
        {isLooking
          ? 'Looking through the objects …'
          : entries.length === 0
            ? 'Nothing matches. Try fewer letters.'
            : '↑ ↓ to choose, Enter to go, Esc to close'}
      </p>
    </Modal>
  )
}
