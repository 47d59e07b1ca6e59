import { Button } from '@mantine/core'
import { useId, useState, type ReactNode } from 'react'
import { toCsv } from '@/lib/csv'
import { saveText } from '@/lib/files'
import styles from './chart-figure.module.css'

interface Props {
  title: string
  /** What the reader should take from it. */
  caption: ReactNode
  chart: ReactNode
  table: ReactNode
  /** Level of its heading: 2 outside a panel. */
  level?: 2 | 3
  /** The numbers behind it, to be kept as a file. */
  csv?: () => Parameters<typeof toCsv>[0]
}

const fileName = (title: string) => `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`

/** A chart with its name, its meaning, and the same numbers as a table. */
export function ChartFigure({ title, caption, chart, table, level = 3, csv }: Props) {
  const [isTable, setIsTable] = useState(false)
  const id = useId()
  const Heading = `h${level}` as const
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <div className="row-apart">
        <Heading id={id} className={styles.title}>
          {title}
        </Heading>
        <div className="row">
          {csv && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => saveText(fileName(title), 'text/csv', toCsv(csv()))}
              aria-label={`Save ${title} as CSV`}
            >
              CSV
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            aria-pressed={isTable}
            onClick={() => setIsTable((shown) => !shown)}
            aria-label={`Table of ${title}`}
          >
            {isTable ? 'Chart' : 'Table'}
          </Button>
        </div>
      </div>
      {isTable ? table : chart}
      <figcaption className={styles.caption}>{caption}</figcaption>
    </figure>
  )
}
