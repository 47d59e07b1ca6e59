import type { Histogram } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { formatCount, formatNumber, formatShare, formatUnit, withUnit } from '@/lib/format'
import { ChartFigure } from './chart-figure'
import { shapesOf, type Shape } from './histogram-shape'
import { MiniHistogram } from './mini-histogram'
import styles from './mini-histogram.module.css'

interface Props {
  label: string
  unit: string
  histogram: Histogram
  classes?: readonly string[]
}

const named = (name: string) => name || 'All rows'

/** A column's spread by class with its scale, its legend, and the same numbers as a table. */
export function HistogramFigure({ label, unit, histogram, classes }: Props) {
  const shapes = shapesOf(histogram, classes)
  const { edges, scale } = histogram
  return (
    <ChartFigure
      title={withUnit(label, unit)}
      level={3}
      caption={`Each class by its own share, so that a rare one is as visible as a common one. ${
        scale === 'log' ? 'The scale is logarithmic. ' : ''
      }The half percent beyond either end counts in the last bin.`}
      csv={() => [
        ['from', 'to', ...shapes.map((shape) => named(shape.name))],
        ...edges.slice(0, -1).map((low, bin) => [low, edges[bin + 1], ...shapes.map(({ counts }) => counts[bin])]),
      ]}
      chart={
        <div className="stack-tight">
          <MiniHistogram label={label} histogram={histogram} classes={classes} width={520} height={180} isLarge />
          <div className="row-apart small dim num" aria-hidden="true">
            <span>{formatNumber(edges[0])}</span>
            <span>{withUnit(formatNumber(edges[Math.floor(edges.length / 2)]), unit)}</span>
            <span>{formatNumber(edges.at(-1))}</span>
          </div>
          <ul className={styles.legend}>
            {shapes.map((shape) => (
              <li key={shape.name}>
                <Swatch shape={shape} /> {named(shape.name)}{' '}
                <span className="num dim">{formatCount(shape.counts.reduce((sum, count) => sum + count, 0))}</span>
              </li>
            ))}
          </ul>
        </div>
      }
      table={<BinTable label={label} unit={unit} edges={edges} shapes={shapes} />}
    />
  )
}

/** The kind of line that a class is drawn with. */
function Swatch({ shape: { index } }: { shape: Shape }) {
  return (
    <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true" style={{ color: `var(--class-${index})` }}>
      <path d="M1,12V2H27V12" className={styles.outline} data-index={index} />
    </svg>
  )
}

interface TableProps {
  label: string
  unit: string
  edges: number[]
  shapes: Shape[]
}

function BinTable({ label, unit, edges, shapes }: TableProps) {
  return (
    <DataTable
      caption={`${label} by class`}
      isCaptionHidden
      rows={edges.slice(0, -1)}
      rowKey={(_, bin) => bin}
      maxHeight="20rem"
      columns={[
        {
          key: 'range',
          title: unit ? `Range (${formatUnit(unit)})` : 'Range',
          isRowHeader: true,
          render: (low) => `${formatNumber(low)} to ${formatNumber(edges[edges.indexOf(low) + 1])}`,
        },
        ...shapes.map(({ name, counts, shares }) => ({
          key: name,
          title: named(name),
          isNumber: true,
          render: (low: number) => {
            const bin = edges.indexOf(low)
            return `${formatCount(counts[bin])} (${formatShare(shares[bin])})`
          },
        })),
      ]}
    />
  )
}
