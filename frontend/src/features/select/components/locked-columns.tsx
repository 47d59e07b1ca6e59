import { Checkbox } from '@mantine/core'
import type { Column } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { countOf } from '@/lib/format'
import { isLeak } from '../model/feature-choice'
import { ColumnTable } from './column-table'

interface Props {
  columns: Column[]
  chosen: ReadonlySet<string>
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChange: (chosen: ReadonlySet<string>) => void
}

/** Leaks and identifiers: shown with the reason, and opened on purpose only. */
export function LockedColumns({ columns, chosen, isOpen, onOpen, onChange }: Props) {
  const leaks = columns.filter((column) => isLeak(column) && chosen.has(column.name))
  if (columns.length === 0) return null

  const without = (names: string[]) => new Set([...chosen].filter((name) => !names.includes(name)))
  const setOpen = (open: boolean) => {
    onOpen(open)
    if (!open) onChange(without(leaks.map(({ name }) => name)))
  }
  return (
    <Panel
      title={`${countOf(columns.length, 'locked column')}`}
      hint="They give the answer away, carry traces of the follow-up that decided it, or only name the object. A model trained on them looks brilliant and is worthless on a new object."
    >
      <Checkbox
        checked={isOpen}
        onChange={(event) => setOpen(event.currentTarget.checked)}
        label="I know that this gives the answer away"
        description="Opens the leaks, for a lesson. Every result of such a model is marked as leaky. Identifiers stay locked."
      />
      {leaks.length > 0 && (
        <Notice tone="warn" title={`${countOf(leaks.length, 'leak')} selected`} live>
          <p>The scores of this model will say nothing about new objects.</p>
        </Notice>
      )}
      <ColumnTable
        caption="Locked columns with the reason"
        columns={columns}
        chosen={chosen}
        isLocked={(column) => !isOpen || !isLeak(column)}
        onToggle={(name, isOn) => onChange(isOn ? new Set([...chosen, name]) : without([name]))}
      />
    </Panel>
  )
}
