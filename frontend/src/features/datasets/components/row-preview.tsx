import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Cell, Column, Row } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { countOf, formatNumber, formatUnit, NOTHING } from '@/lib/format'

const SHOWN_COLUMNS = 12

function shown(cell: Cell | undefined, column: Column) {
  if (cell == null || cell === '') return <span className="dim">{NOTHING}</span>
  return typeof cell === 'number' && column.role !== 'identifier' ? formatNumber(cell, 4) : String(cell)
}

interface Props {
  caption: string
  columns: Column[]
  rows: Row[]
  /** Offer to see all columns; elsewhere the first ones do. */
  canWiden?: boolean
}

/** The first rows as they were read. */
export function RowPreview({ caption, columns, rows, canWiden = false }: Props) {
  const [isWide, setIsWide] = useState(false)
  if (rows.length === 0) return <p className="dim">There is no row to show.</p>
  const first = isWide ? columns : columns.slice(0, SHOWN_COLUMNS)
  const left = columns.length - SHOWN_COLUMNS
  const isCut = left > 0 && !canWiden
  return (
    <div className="stack-tight">
      <DataTable<Row>
        caption={isCut ? `${caption}; ${left} further columns are in the next step` : caption}
        maxHeight="22rem"
        rows={rows}
        rowKey={(_, index) => index}
        columns={first.map((column) => ({
          key: column.name,
          title: columnTitle(column),
          isNumber: column.kind === 'number',
          render: (row) => shown(row[column.name], column),
        }))}
      />
      {canWiden && left > 0 && (
        <div>
          <Button size="xs" variant="default" aria-pressed={isWide} onClick={() => setIsWide(!isWide)}>
            {isWide ? `First ${SHOWN_COLUMNS} columns only` : `Show ${countOf(left, 'further column')}`}
          </Button>
        </div>
      )}
    </div>
  )
}

const columnTitle = ({ name, unit }: Column): ReactNode => (
  <>
    {name}
    {unit && <span className="dim"> [{formatUnit(unit)}]</span>}
  </>
)
