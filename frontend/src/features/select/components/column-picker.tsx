import { Button, TextInput } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import type { Column, Finding } from '@/client/wire'
import { countOf, formatCount } from '@/lib/format'
import { areSame, presetOf, searchColumns } from '../model/feature-choice'
import { useUndo } from '../model/use-undo'
import { ColumnTable } from './column-table'

const PRESET_TITLES: Record<string, string> = {
  physics: 'Physics only',
  default: 'Recommended',
  everything: 'Everything, with soft leaks',
}

interface Props {
  columns: Column[]
  chosen: ReadonlySet<string>
  presets: Record<string, string[]>
  /** Presets that hold locked columns open with them only. */
  isUnlocked: boolean
  findings?: ReadonlyMap<string, Finding[]>
  classes?: readonly string[] | undefined
  problems?: (name: string) => string | undefined
  onChange: (chosen: ReadonlySet<string>) => void
}

export function ColumnPicker({ columns, chosen, presets, isUnlocked, onChange, ...shown }: Props) {
  const [search, setSearch] = useState('')
  const bulk = useUndo(chosen, onChange, areSame)
  const found = searchColumns(columns, useDeferredValue(search))
  const names = found.map(({ name }) => name)
  const count = columns.filter(({ name }) => chosen.has(name)).length
  const preset = presetOf(chosen, presets)
  const free = new Set(columns.map(({ name }) => name))
  const isLockedPreset = (features: string[]) => !isUnlocked && features.some((feature) => !free.has(feature))
  const hasLockedPreset = Object.values(presets).some(isLockedPreset)
  const toggle = (name: string, isOn: boolean) =>
    onChange(isOn ? new Set([...chosen, name]) : new Set([...chosen].filter((other) => other !== name)))
  const without = (dropped: string[]) => new Set([...chosen].filter((name) => !dropped.includes(name)))

  return (
    <div className="stack">
      {Object.keys(presets).length > 0 && (
        <div className="row" role="group" aria-label="Presets">
          {Object.entries(presets).map(([name, features]) => (
            <Button
              key={name}
              variant={preset === name ? 'filled' : 'default'}
              aria-pressed={preset === name}
              size="sm"
              disabled={isLockedPreset(features)}
              onClick={() => bulk.change(new Set(features))}
            >
              {PRESET_TITLES[name] ?? name} ({features.length})
            </Button>
          ))}
          {hasLockedPreset && <span className="small dim">The last one opens with the locked columns below.</span>}
        </div>
      )}
      <div className="row">
        <TextInput
          label="Search columns"
          type="search"
          placeholder="period, radius, signal…"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          style={{ flex: '1 1 14rem' }}
        />
        <div className="row" style={{ alignSelf: 'end' }}>
          <Button variant="default" onClick={() => bulk.change(new Set([...chosen, ...names]))}>
            Select all shown
          </Button>
          <Button variant="default" onClick={() => bulk.change(without(names))}>
            Unselect all shown
          </Button>
          <Button variant="default" disabled={!bulk.undo} onClick={() => bulk.undo?.()}>
            Undo
          </Button>
        </div>
      </div>
      <p className="small num" role="status">
        {formatCount(count)} of {countOf(columns.length, 'column')} selected, {formatCount(found.length)} shown
      </p>
      {found.length > 0 ? (
        <ColumnTable
          caption="Columns the model may look at"
          columns={found}
          chosen={chosen}
          onToggle={toggle}
          {...shown}
        />
      ) : (
        <p className="dim">No column matches “{search}”. Try fewer letters, or a unit such as “days”.</p>
      )}
    </div>
  )
}
