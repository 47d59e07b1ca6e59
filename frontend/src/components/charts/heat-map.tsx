import type { CSSProperties } from 'react'
import styles from './heat-map.module.css'

export interface HeatCell {
  key: string
  /** How strongly it is shaded, from 0 to 1; null is hatched: nothing can be said. */
  shade: number | null
  text: string
  /** A second, quieter line. */
  more?: string
}

export interface HeatRow {
  label: string
  cells: HeatCell[]
}

interface Props {
  caption: string
  /** What stands along the columns and along the rows. */
  across: string
  down: string
  columns: string[]
  rows: HeatRow[]
}

/** A plane of cells with a number in each: shaded, and readable without the shade. */
export function HeatMap({ caption, across, down, columns, rows }: Props) {
  return (
    <div className={styles.wrap} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles.map}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              {down} <span aria-hidden="true">↓</span> <span className={styles.across}>{across} →</span>
            </th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cells }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map(({ key, shade, text, more }) => (
                <td key={key} data-unknown={shade === null || undefined} style={shadeOf(shade)}>
                  <span className={styles.text}>{text}</span>
                  {more && <span className={styles.more}>{more}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const STRONGEST = 50
const shadeOf = (shade: number | null) =>
  shade === null
    ? undefined
    : ({ '--shade': `${Math.round(Math.min(1, Math.max(0, shade)) * STRONGEST)}%` } as CSSProperties)
