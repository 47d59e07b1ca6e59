import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Column, Role } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { Tag } from '@/components/ui/tag'
import { formatCount, formatNumber, formatShare, formatUnit, NOTHING } from '@/lib/format'
import styles from './column-table.module.css'

const PAGE = 150

const ROLES: Record<Role, { title: string; tone: 'plain' | 'info' | 'warn' | 'bad' }> = {
  feature: { title: 'Feature', tone: 'info' },
  identifier: { title: 'Identifier', tone: 'plain' },
  soft_leak: { title: 'Soft leak', tone: 'warn' },
  leak: { title: 'Leak', tone: 'bad' },
  target: { title: 'Target', tone: 'plain' },
}

interface Props {
  caption: string
  columns: Column[]
  chosen: ReadonlySet<string>
  isLocked?: (column: Column) => boolean
  onToggle: (name: string, isOn: boolean) => void
}

const range = ({ min, max, role }: Column) =>
  min == null || max == null || role === 'identifier' ? NOTHING : `${formatNumber(min)} to ${formatNumber(max)}`

export function ColumnTable({ caption, columns, chosen, isLocked = () => false, onToggle }: Props) {
  const [limit, setLimit] = useState(PAGE)
  return (
    <div className="stack-tight">
      <DataTable
        caption={caption}
        isCaptionHidden
        rows={columns.slice(0, limit)}
        rowKey={({ name }) => name}
        maxHeight="32rem"
        columns={[
          {
            key: 'name',
            title: 'Column',
            isRowHeader: true,
            render: (column) => (
              <label className={styles.choice}>
                <input
                  type="checkbox"
                  className={styles.box}
                  checked={chosen.has(column.name) && !isLocked(column)}
                  disabled={isLocked(column)}
                  onChange={(event) => onToggle(column.name, event.target.checked)}
                />
                <span>
                  {column.label}
                  <code className={styles.code}>{column.name}</code>
                </span>
              </label>
            ),
          },
          { key: 'unit', title: 'Unit', render: ({ unit }) => (unit ? formatUnit(unit) : NOTHING) },
          {
            key: 'about',
            title: 'Meaning',
            render: ({ description, reason }) => (
              <span className={styles.about}>{reason ? `${description} ${reason}` : description}</span>
            ),
          },
          { key: 'range', title: 'Range', isNumber: true, render: range },
          { key: 'missing', title: 'Missing', isNumber: true, render: ({ missing }) => formatShare(missing) },
          { key: 'role', title: 'Role', render: ({ role }) => <Tag tone={ROLES[role].tone}>{ROLES[role].title}</Tag> },
        ]}
      />
      {columns.length > limit && (
        <div>
          <Button variant="default" size="xs" onClick={() => setLimit(limit + PAGE)}>
            Show more ({formatCount(columns.length - limit)} left)
          </Button>
        </div>
      )}
    </div>
  )
}
