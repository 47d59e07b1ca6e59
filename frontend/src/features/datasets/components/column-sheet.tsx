import { Modal } from '@mantine/core'
import type { Column } from '@/client/wire'
import { Facts, type Fact } from '@/components/ui/facts'
import { RoleTag } from '@/components/ui/role-tag'
import { formatCount, formatQuantity, formatShare, formatUnit, NOTHING } from '@/lib/format'
import type { JudgedColumn } from '../model/columns'
import { ColumnSpread } from './column-spread'

interface Props {
  entry: JudgedColumn | undefined
  classes: string[]
  onClose: () => void
}

/** One column looked at closely: its definition, its spread with the numbers behind it, and what the guard found. */
export function ColumnSheet({ entry, classes, onClose }: Props) {
  return (
    <Modal
      opened={entry !== undefined}
      onClose={onClose}
      title={entry?.column.label}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {entry && <Sheet {...entry} classes={classes} />}
    </Modal>
  )
}

function Sheet({ column, findings, classes }: JudgedColumn & { classes: string[] }) {
  return (
    <div className="stack">
      <p>{column.description}</p>
      {column.reason && <p>{column.reason}</p>}
      <Facts facts={factsOf(column)} />
      <ColumnSpread column={column} classes={classes} />
      {findings.length > 0 && (
        <div className="stack-tight">
          <h3>What the leak guard found</h3>
          <ul>
            {findings.map(({ code, text }) => (
              <li key={`${code}${text}`} className="small">
                {text}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

const ends = (low: number | null, high: number | null, unit: string) =>
  low == null && high == null ? NOTHING : `${formatQuantity(low)} to ${formatQuantity(high, unit)}`

const factsOf = (column: Column): Fact[] => [
  ['Name', <code key="name">{column.name}</code>],
  ['Shared name', column.canonical ? <code key="canonical">{column.canonical}</code> : NOTHING],
  ['Role', <RoleTag key="role" role={column.role} />],
  ['Unit', column.unit ? formatUnit(column.unit) : NOTHING],
  ['Kind', column.kind],
  ['Group', column.group],
  ['Median', formatQuantity(column.median, column.unit)],
  ['Range held', ends(column.min, column.max, column.unit)],
  ['Plausible range', ends(column.plausible_low, column.plausible_high, column.unit)],
  ['Different values', formatCount(column.distinct)],
  ['Missing', formatShare(column.missing)],
]
