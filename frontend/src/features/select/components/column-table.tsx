import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Column, Finding } from '@/client/wire'
import { HistogramButton } from '@/components/charts/histogram-button'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { formatCount, formatNumber, formatShare, formatUnit, NOTHING } from '@/lib/format'
import { RoleTag } from '@/components/ui/role-tag'
import { ColumnChoice, Meaning } from './column-cells'
import styles from './column-table.module.css'

const PAGE = 150

interface Props {
  caption: string
  columns: Column[]
  chosen: ReadonlySet<string>
  isLocked?: (column: Column) => boolean
  /** What the leak guard measured, by column. */
  findings?: ReadonlyMap<string, Finding[]>
  /** Classes in the order that gives them their colours. */
  classes?: readonly string[] | undefined
  /** What the server refused, by column. */
  problems?: (name: string) => string | undefined
  /** A further column of the table, after the names. */
  extra?: TableColumn<Column>
  onToggle: (name: string, isOn: boolean) => void
}

const range = ({ min, max, role }: Column) =>
  min != null && max != null && role !== 'identifier' && `${formatNumber(min)} to ${formatNumber(max)}`

export function ColumnTable({
  caption,
  columns,
  chosen,
  isLocked = () => false,
  findings,
  classes,
  problems,
  extra,
  onToggle,
}: Props) {
  const [limit, setLimit] = useState(PAGE)
  return (
    <div className="stack-tight">
      <DataTable<Column>
        caption={caption}
        isCaptionHidden
        rows={columns.slice(0, limit)}
        rowKey={({ name }) => name}
        maxHeight="36rem"
        columns={[
          {
            key: 'name',
            title: 'Column',
            isRowHeader: true,
            render: (column) => (
              <ColumnChoice
                column={column}
                isChecked={chosen.has(column.name) && !isLocked(column)}
                isLocked={isLocked(column)}
                problem={problems?.(column.name)}
                onToggle={onToggle}
              />
            ),
          },
          ...(extra ? [extra] : []),
          { key: 'role', title: 'Role', render: ({ role }) => <RoleTag role={role} /> },
          { key: 'unit', title: 'Unit', render: ({ unit }) => (unit ? formatUnit(unit) : NOTHING) },
          {
            key: 'about',
            title: 'Meaning',
            render: (column) => <Meaning column={column} findings={findings?.get(column.name) ?? []} />,
          },
          {
            key: 'spread',
            title: classes ? 'Spread by class' : 'Spread',
            render: (column) => (
              <>
                <HistogramButton column={column} classes={classes} />
                <span className={styles.range}>{range(column)}</span>
              </>
            ),
          },
          { key: 'missing', title: 'Missing', isNumber: true, render: ({ missing }) => formatShare(missing) },
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
