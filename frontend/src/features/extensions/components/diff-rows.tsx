import type { Cell, ExtensionDiff } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { Tag } from '@/components/ui/tag'
import { formatNumber, NOTHING } from '@/lib/format'

type DiffRow = ExtensionDiff['rows'][number]

const cellText = (cell: Cell | undefined, digits: number) =>
  cell == null ? 'nothing' : typeof cell === 'number' ? formatNumber(cell, digits) : String(cell)

/** Both cells with as many digits as tell them apart. */
function pairText(before: Cell | undefined, after: Cell | undefined) {
  const few = [before, after].map((cell) => cellText(cell, 4))
  return few[0] === few[1] ? [before, after].map((cell) => cellText(cell, 9)) : few
}

/** What an object's row does: the verdict before and after, and each value that changes. */
export function DiffRows({ rows, caption }: { rows: DiffRow[]; caption: string }) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ line }) => line}
      maxHeight="26rem"
      columns={[
        { key: 'object', title: 'Object', isRowHeader: true, render: ({ object }) => object },
        {
          key: 'change',
          title: 'Change',
          render: ({ change }) => (
            <Tag tone={change === 'new' ? 'good' : 'info'}>{change === 'new' ? 'New' : 'Changed'}</Tag>
          ),
        },
        {
          key: 'was',
          title: 'Verdict before',
          render: ({ was, change }) => was ?? (change === 'new' ? NOTHING : 'none'),
        },
        { key: 'becomes', title: 'Verdict after', render: ({ becomes }) => becomes ?? NOTHING },
        {
          key: 'changed',
          title: 'Values that change',
          isLong: true,
          render: ({ changed }) => <Changes changed={changed} />,
        },
        { key: 'line', title: 'Line', isNumber: true, render: ({ line }) => line },
      ]}
    />
  )
}

function Changes({ changed }: { changed: DiffRow['changed'] }) {
  const entries = Object.entries(changed)
  if (entries.length === 0) return <span className="dim">none</span>
  return (
    <ul className="plain-list">
      {entries.map(([name, [before, after]]) => (
        <li key={name}>
          <code>{name}</code> {pairText(before, after).join(' → ')}
        </li>
      ))}
    </ul>
  )
}

/** Rows that cannot be taken, with the line, the cell and the reason. */
export function RejectedRows({ rows, caption }: { rows: ExtensionDiff['rejected']; caption: string }) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ line }) => line}
      maxHeight="20rem"
      columns={[
        { key: 'line', title: 'Line', isNumber: true, render: ({ line }) => line },
        { key: 'object', title: 'Object', isRowHeader: true, render: ({ object }) => object || NOTHING },
        { key: 'column', title: 'Column', render: ({ column }) => column },
        { key: 'value', title: 'Value', render: ({ value }) => <code>{value || NOTHING}</code> },
        { key: 'message', title: 'Why it is not taken', isLong: true, render: ({ message }) => message },
      ]}
    />
  )
}
