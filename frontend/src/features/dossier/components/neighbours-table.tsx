import { Link } from 'react-router'
import type { ObjectDossier } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { DataTable } from '@/components/ui/data-table'
import { to } from '@/config/paths'
import { countOf, formatFixed } from '@/lib/format'
import { plain } from '../model/words'

/** The nearest decided objects, and what became of them. */
export function NeighboursTable({ of: { dataset, snapshot, neighbours } }: { of: ObjectDossier }) {
  if (!neighbours) return <p className="dim">Too few of its numbers are known to say who is near.</p>
  const { nearest, counts, columns, candidates } = neighbours
  const classes = Object.keys(neighbours.by_label)
  const fates = Object.entries(counts).map(([label, count]) => `${count} ${label}`)
  return (
    <div className="stack-tight">
      <p>
        Of the {nearest.length} nearest: {fates.join(', ')}.
      </p>
      <DataTable
        caption="Nearest decided objects"
        isCaptionHidden
        rows={nearest}
        rowKey={({ object_name }, index) => `${object_name}.${index}`}
        columns={[
          {
            key: 'object',
            title: 'Object',
            isRowHeader: true,
            render: ({ object_name }) => <Link to={to.dossier(dataset, object_name, { snapshot })}>{object_name}</Link>,
          },
          { key: 'label', title: 'Catalogue', render: ({ label }) => <ClassMark name={label} classes={classes} /> },
          { key: 'distance', title: 'Distance', isNumber: true, render: ({ distance }) => formatFixed(distance, 2) },
          { key: 'host', title: 'Same star', render: ({ same_host }) => (same_host ? 'yes' : 'no') },
        ]}
      />
      <p className="small dim">
        Near in {columns.map(plain).join(', ')}; on logarithms, in widths of each; among{' '}
        {countOf(candidates, 'decided object')}.
      </p>
    </div>
  )
}
