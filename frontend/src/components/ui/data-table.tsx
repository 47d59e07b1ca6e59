import type { ReactNode } from 'react'
import styles from './data-table.module.css'

export interface TableColumn<T> {
  key: string
  title: ReactNode
  /** Right-aligned with tabular figures. */
  isNumber?: boolean
  /** Running text, which needs room. */
  isLong?: boolean
  /** The cell that names its row. */
  isRowHeader?: boolean
  sort?: 'ascending' | 'descending' | 'none'
  render: (row: T) => ReactNode
}

interface Props<T> {
  caption: string
  isCaptionHidden?: boolean
  columns: TableColumn<T>[]
  rows: T[]
  rowKey: (row: T, index: number) => string | number
  maxHeight?: string
  dim?: boolean
}

export function DataTable<T>({ caption, isCaptionHidden, columns, rows, rowKey, maxHeight, dim }: Props<T>) {
  return (
    // The wrapper scrolls, so it must be reachable by keyboard and say what it is.
    <div
      className={styles.wrap}
      role="region"
      aria-label={caption}
      tabIndex={0}
      style={{ maxHeight }}
      data-dim={dim || undefined}
    >
      <table className={styles.table}>
        <caption className={isCaptionHidden ? 'visually-hidden' : styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" aria-sort={column.sort} data-number={column.isNumber || undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)}>
              {columns.map((column) =>
                column.isRowHeader ? (
                  <th key={column.key} scope="row">
                    {column.render(row)}
                  </th>
                ) : (
                  <td
                    key={column.key}
                    data-number={column.isNumber || undefined}
                    data-long={column.isLong || undefined}
                  >
                    {column.render(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
