import { Button } from '@mantine/core'
import type { Prediction } from '@/client/wire'
import { BarCell } from '@/components/charts/bar-cell'
import { DataTable } from '@/components/ui/data-table'
import { formatFixed, formatShare, withUnit } from '@/lib/format'
import styles from './most-helpful.module.css'

interface Props {
  fields: Prediction['most_helpful']
  /** Go to the field of this column. */
  onField: (name: string) => void
}

/** The fields that are missing, and what knowing each would buy; a press on one goes to its field. */
export function MostHelpful({ fields, onField }: Props) {
  if (fields.length === 0) return null
  const largest = Math.max(...fields.map(({ gain }) => gain), 1e-9)
  return (
    <DataTable
      caption="What knowing one more would buy, measured on held-out objects"
      rows={fields}
      rowKey={({ feature }) => feature}
      columns={[
        {
          key: 'label',
          title: 'Missing',
          isRowHeader: true,
          render: ({ label, feature, unit }) => (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onField(feature)}
              title="Go to its field"
              classNames={{ root: styles.jump, label: styles.jumpLabel }}
            >
              {withUnit(label || feature, unit)} <span aria-hidden="true">↗</span>
            </Button>
          ),
        },
        {
          key: 'bar',
          title: <span className="visually-hidden">Bar</span>,
          render: ({ gain }) => <BarCell share={Math.max(0, gain) / largest} />,
        },
        { key: 'gain', title: 'Log-loss less by', isNumber: true, render: ({ gain }) => formatFixed(gain, 3) },
        { key: 'accuracy', title: 'Then right for', isNumber: true, render: ({ accuracy }) => formatShare(accuracy) },
      ]}
    />
  )
}
