import type { Cell, Column, Row } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber, formatUnit, NOTHING } from '@/lib/format'

const SHOWN_COLUMNS = 12

function shown(cell: Cell | undefined, column: Column) {
  if (cell == null || cell === '') return <span className="dim">{NOTHING}</span>
  return typeof cell === 'number' && column.role !== 'identifier' ? formatNumber(cell, 4) : String(cell)
}

/** The first rows as they were read. */
export function RowPreview({ caption, columns, rows }: { caption: string; columns: Column[]; rows: Row[] }) {
  if (rows.length === 0) return <p className="dim">There is no row to show.</p>
  const first = columns.slice(0, SHOWN_COLUMNS)
  const left = columns.length - first.length
  return (
    <DataTable<Row>
      caption={left > 0 ? `${caption}; ${left} further columns are in the next step` : caption}
      maxHeight="22rem"
      rows={rows}
      rowKey={(_, index) => index}
      columns={first.map((column) => ({
        key: column.name,
        title: (
          <>
            {column.name}
            {column.unit && <span className="dim"> [{formatUnit(column.unit)}]</span>}
          </>
        ),
        isNumber: column.kind === 'number',
        render: (row) => shown(row[column.name], column),
      }))}
    />
  )
}
