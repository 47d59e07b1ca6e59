import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Proposal, UploadColumn } from '@/client/wire'
import { Tag } from '@/components/ui/tag'
import { formatNumber, formatUnit, withUnit } from '@/lib/format'
import { conversionText, type MapTarget } from '../model/mapping'
import styles from './mapping-row.module.css'

const TONES: Record<Proposal['confidence'], 'good' | 'info' | 'warn'> = {
  certain: 'good',
  likely: 'info',
  guess: 'warn',
}
const WORDS: Record<Proposal['confidence'], string> = {
  certain: 'Certain',
  likely: 'Likely',
  guess: 'A guess: check it',
}

const UNMAPPED = ''

export interface Option {
  value: string
  label: string
  disabled?: boolean
}

interface Props {
  column: UploadColumn
  target: MapTarget | null
  unit: string | undefined
  /** What becomes of a column that is not mapped. */
  unmapped: string
  options: { group: string; items: Option[] }[]
  problem?: string | undefined
  unitProblem?: string | undefined
  onTarget: (column: UploadColumn, name: string | null) => void
  onUnit: (name: string, unit: string) => void
}

/** A few of its values, so that a unit can be judged. */
function sampleOf({ kind, min, median, max, categories }: UploadColumn) {
  if (kind !== 'number') return categories.slice(0, 3).join(', ')
  if (min == null) return 'no value'
  return `${formatNumber(min)} to ${formatNumber(max)}, middle ${formatNumber(median)}`
}

/** One own column: what it is, in which unit, and what that does to it. */
export function MappingRow({ column, target, unit, unmapped, options, problem, unitProblem, onTarget, onUnit }: Props) {
  const { name, proposal } = column
  // Hundreds of options in each of many rows are drawn only where they are open.
  const [isOpen, setIsOpen] = useState(false)
  const keep = { value: UNMAPPED, label: unmapped }
  const current = target ? { value: target.name, label: withUnit(target.label, target.unit) } : keep
  const isProposed = proposal != null && target?.name === proposal.canonical
  return (
    <li className={styles.row}>
      <div className={styles.name}>
        {withUnit(name, name.includes(column.unit) ? '' : column.unit)}
        <span className={styles.sample}>{sampleOf(column)}</span>
      </div>
      <Select
        aria-label={`What ${name} is`}
        data={isOpen ? [keep, ...options] : [current]}
        value={target?.name ?? UNMAPPED}
        onChange={(chosen) => onTarget(column, chosen || null)}
        error={problem}
        searchable
        allowDeselect={false}
        onDropdownOpen={() => setIsOpen(true)}
        onDropdownClose={() => setIsOpen(false)}
        nothingFoundMessage="No shared column of this name"
        maxDropdownHeight={320}
      />
      <div>
        {target && target.units.length > 0 && (
          <Select
            aria-label={`Unit of ${name}`}
            data={target.units.map((known) => ({ value: known, label: formatUnit(known) }))}
            value={unit ?? null}
            onChange={(chosen) => chosen && onUnit(name, chosen)}
            error={unitProblem}
            allowDeselect={false}
          />
        )}
      </div>
      <div className={styles.told}>
        {target ? <span>{conversionText(column, target, unit)}</span> : <span className="dim">{unmapped}.</span>}
        {isProposed && (
          <span className="dim">
            <Tag tone={TONES[proposal.confidence]}>{WORDS[proposal.confidence]}</Tag> {proposal.reason}
          </span>
        )}
      </div>
    </li>
  )
}
