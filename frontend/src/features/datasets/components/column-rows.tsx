import { memo } from 'react'
import type { Column } from '@/client/wire'
import { MiniHistogram } from '@/components/charts/mini-histogram'
import { DataTable } from '@/components/ui/data-table'
import { RoleTag } from '@/components/ui/role-tag'
import { Tag } from '@/components/ui/tag'
import { formatCount, formatFixed, formatNumber, formatUnit, NOTHING } from '@/lib/format'
import type { JudgedColumn } from '../model/columns'
import styles from './column-rows.module.css'
import { MissingCell } from './missing-cell'

interface Props {
  entries: JudgedColumn[]
  classes: string[]
  isStale: boolean
  onOpen: (name: string) => void
}

const MEASURES: Record<string, string> = {
  single_column_auc: 'alone: AUC',
  missingness_auc: 'emptiness: AUC',
  one_class_value: 'one value: share',
}

function Spread({ column, classes }: { column: Column; classes: string[] }) {
  if (column.histogram) return <MiniHistogram label={column.label} histogram={column.histogram} classes={classes} />
  if (column.categories.length === 0) return <span className="dim">{NOTHING}</span>
  const more = (column.distinct ?? 0) - 3
  return (
    <span className={styles.categories}>
      {column.categories.slice(0, 3).join(', ')}
      {more > 0 && ` and ${formatCount(more)} more`}
    </span>
  )
}

const range = ({ min, median, max, role }: Column) =>
  min == null || max == null || role === 'identifier' ? (
    NOTHING
  ) : (
    <>
      {formatNumber(median)}
      <br />
      <span className="dim">
        {formatNumber(min)} to {formatNumber(max)}
      </span>
    </>
  )

function Meaning({ column, findings }: JudgedColumn) {
  const measured = findings.filter(({ code, value }) => code in MEASURES && value !== null)
  return (
    <span className={styles.meaning}>
      <span className={styles.description}>{column.description}</span>
      {column.reason && <span className={styles.reason}>{column.reason}</span>}
      {measured.map(({ code, value }) => (
        <Tag key={code} tone="bad">
          {MEASURES[code]} {formatFixed(value, 3)}
        </Tag>
      ))}
    </span>
  )
}

/** The columns as a table. A table of 200 drawings is only drawn again when its rows change. */
export const ColumnRows = memo(function ColumnRows({ entries, classes, isStale, onOpen }: Props) {
  return (
    <DataTable
      caption="Columns one by one"
      isCaptionHidden
      maxHeight="min(48rem, 85vh)"
      dim={isStale}
      rows={entries}
      rowKey={({ column }) => column.name}
      columns={[
        {
          key: 'name',
          title: 'Column',
          isRowHeader: true,
          render: ({ column }) => (
            <div className={styles.name}>
              <button type="button" className={styles.open} onClick={() => onOpen(column.name)}>
                {column.label}
              </button>
              <code className={styles.code}>{column.name}</code>
              {column.canonical && column.canonical !== column.name && (
                <span className={styles.canonical}>shared name {column.canonical}</span>
              )}
            </div>
          ),
        },
        { key: 'role', title: 'Role', render: ({ column }) => <RoleTag role={column.role} /> },
        {
          key: 'spread',
          title: 'Spread by class',
          render: ({ column }) => <Spread column={column} classes={classes} />,
        },
        { key: 'unit', title: 'Unit', render: ({ column }) => (column.unit ? formatUnit(column.unit) : NOTHING) },
        { key: 'range', title: 'Median and range', isNumber: true, render: ({ column }) => range(column) },
        { key: 'missing', title: 'Missing', render: ({ column }) => <MissingCell column={column} classes={classes} /> },
        { key: 'meaning', title: 'Meaning', render: (entry) => <Meaning {...entry} /> },
      ]}
    />
  )
})
