import type { Comparison } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { DataTable } from '@/components/ui/data-table'
import { formatShare } from '@/lib/format'

/** Objects that exactly one of the two runs gets right. */
export function TurnedObjects({ comparison: { turned, classes } }: { comparison: Comparison }) {
  if (turned.length === 0) return <p className="dim">Both runs are right about the same objects.</p>
  const mark = (name: string) => <ClassMark name={name} classes={classes} />
  return (
    <DataTable
      caption="Objects that only one of them gets right, the most certain first"
      maxHeight="24rem"
      rows={turned}
      rowKey={({ object }, index) => `${object}.${index}`}
      columns={[
        { key: 'object', title: 'Object', isRowHeader: true, render: ({ object }) => object },
        { key: 'truth', title: 'Catalogue', render: ({ truth }) => mark(truth) },
        { key: 'this', title: 'This run', render: ({ prediction }) => mark(prediction) },
        { key: 'sure', title: 'Sure', isNumber: true, render: ({ probability }) => formatShare(probability) },
        { key: 'other', title: 'The other run', render: ({ other_prediction }) => mark(other_prediction) },
        {
          key: 'other_sure',
          title: 'Sure',
          isNumber: true,
          render: ({ other_probability }) => formatShare(other_probability),
        },
      ]}
    />
  )
}
