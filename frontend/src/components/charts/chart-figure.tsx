import { useId, useRef, useState, type ReactNode } from 'react'
import type { toCsv } from '@/lib/csv'
import styles from './chart-figure.module.css'
import { ChartTools } from './chart-tools'
import { FigureTools } from './figure-tools'
import type { Zoom } from './zoom'

interface Props {
  title: string
  /** What the reader should take from it. */
  caption: ReactNode
  chart: ReactNode
  table: ReactNode
  /** Level of its heading: 2 outside a panel. */
  level?: 2 | 3
  /** All numbers behind it, under a row of their names; units stand in the names. */
  csv: () => Parameters<typeof toCsv>[0]
}

/** A chart with its name, its meaning, and the same numbers as a table; to be kept as a picture or as numbers. */
export function ChartFigure({ title, caption, chart, table, level = 3, csv }: Props) {
  const [isTable, setIsTable] = useState(false)
  const [zoom, setZoom] = useState<Zoom | null>(null)
  const figure = useRef<HTMLElement>(null)
  const id = useId()
  const Heading = `h${level}` as const
  return (
    <figure ref={figure} className={styles.figure} aria-labelledby={id}>
      <div className={styles.head}>
        <Heading id={id} className={styles.title}>
          {title}
        </Heading>
        <FigureTools
          title={title}
          figure={figure}
          csv={csv}
          zoom={zoom}
          isTable={isTable}
          onTable={() => setIsTable((shown) => !shown)}
        />
      </div>
      <ChartTools value={setZoom}>{isTable ? table : chart}</ChartTools>
      <figcaption className={styles.caption}>{caption}</figcaption>
    </figure>
  )
}
