import { Button, TextInput } from '@mantine/core'
import { useDeferredValue, useMemo, useState } from 'react'
import type { UploadColumn } from '@/client/wire'
import type { FieldProblems } from '@/lib/field-problems'
import { formatCount, withUnit } from '@/lib/format'
import {
  byName,
  coreTargets,
  mapTo,
  understoodFirst,
  unmap,
  withUnitOf,
  type MapTarget,
  type Mapping,
} from '../model/mapping'
import { Coverage } from './coverage'
import { MappingRow, type Option } from './mapping-row'
import styles from './mapping-row.module.css'

const PAGE = 40

interface Props {
  columns: UploadColumn[]
  targets: MapTarget[]
  mapping: Mapping
  problems: FieldProblems
  unmapped?: string
  onChange: (mapping: Mapping) => void
}

/** The shared columns by group; those that another column already is cannot be chosen again. */
function optionsFor(targets: MapTarget[], taken: ReadonlySet<string>, own: string | undefined, isNumber: boolean) {
  const groups = new Map<string, Option[]>()
  for (const { name, label, unit, group, kind } of targets) {
    if (!isNumber && kind === 'number') continue
    const option = { value: name, label: withUnit(label, unit), disabled: taken.has(name) && name !== own }
    groups.set(group, [...(groups.get(group) ?? []), option])
  }
  return [...groups].map(([group, items]) => ({ group, items }))
}

/** A table's own columns, what each of them is among the shared ones, and its unit. */
export function ColumnMapper({ columns, targets, mapping, problems, unmapped = 'Kept as it is', onChange }: Props) {
  const [search, setSearch] = useState('')
  const [limit, setLimit] = useState(PAGE)
  const words = useDeferredValue(search).toLowerCase()
  const known = useMemo(() => byName(targets), [targets])
  const taken = useMemo(() => new Set(Object.values(mapping.columnMap)), [mapping.columnMap])
  const ordered = useMemo(() => understoodFirst(columns, known), [columns, known])
  const found = ordered.filter(({ name }) => name.toLowerCase().includes(words))

  const setTarget = (column: UploadColumn, name: string | null) => {
    const target = name === null ? undefined : known.get(name)
    onChange(target ? mapTo(mapping, column, target) : unmap(mapping, column.name))
  }

  return (
    <div className="stack">
      <Coverage targets={coreTargets(targets)} found={taken} />
      {columns.length > PAGE && (
        <TextInput
          label="Search your columns"
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          maw="26rem"
        />
      )}
      <div>
        <div className={`${styles.row} ${styles.head}`} aria-hidden="true">
          <span>Your column</span>
          <span>is</span>
          <span>in</span>
          <span>so that</span>
        </div>
        <ul className={styles.list} aria-label="Your columns and what they are">
          {found.slice(0, limit).map((column) => {
            const own = mapping.columnMap[column.name]
            return (
              <MappingRow
                key={column.name}
                column={column}
                target={(own && known.get(own)) || null}
                unit={mapping.units[column.name]}
                unmapped={unmapped}
                options={optionsFor(targets, taken, own, column.kind === 'number')}
                problem={problems[`column_map.${column.name}`]}
                unitProblem={problems[`units.${column.name}`]}
                onTarget={setTarget}
                onUnit={(name, chosen) => onChange(withUnitOf(mapping, name, chosen))}
              />
            )
          })}
        </ul>
      </div>
      {found.length > limit && (
        <div>
          <Button variant="default" size="xs" onClick={() => setLimit(limit + PAGE)}>
            Show more ({formatCount(found.length - limit)} left)
          </Button>
        </div>
      )}
    </div>
  )
}
