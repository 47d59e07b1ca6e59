import type { Histogram } from '@/client/wire'
import { highestOf, outlineOf, shapesOf, wordsOf } from './histogram-shape'
import styles from './mini-histogram.module.css'

interface Props {
  /** What is counted: the column's label. */
  label: string
  histogram: Histogram
  /** In the order that gives them their colours; else those of the histogram. */
  classes?: readonly string[]
  width?: number
  height?: number
  isLarge?: boolean
}

/** How a column's values are spread in each class, small enough for a cell of a table. */
export function MiniHistogram({ label, histogram, classes, width = 120, height = 36, isLarge = false }: Props) {
  const shapes = shapesOf(histogram, classes)
  if (shapes.length === 0) return null
  const highest = highestOf(shapes)
  return (
    <svg
      viewBox={`0 -1 ${width} ${height + 2}`}
      className={styles.plot}
      data-large={isLarge || undefined}
      role="img"
      aria-label={wordsOf(label, histogram, shapes)}
    >
      <line x1={0} x2={width} y1={height} y2={height} className={styles.axis} />
      {shapes.map((shape) => (
        <path
          key={shape.name}
          d={outlineOf(shape, highest, width, height)}
          className={styles.outline}
          data-index={shape.index}
          style={{ color: `var(--class-${shape.index})` }}
        />
      ))}
    </svg>
  )
}
