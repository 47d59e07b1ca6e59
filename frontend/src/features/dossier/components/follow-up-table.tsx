import type { Dossier } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber, NOTHING } from '@/lib/format'
import { plain, quantityWords } from '../model/words'

/** What following it up would be worth. */
export function FollowUpTable({ followUp: { metrics, warnings } }: { followUp: Dossier['follow_up'] }) {
  const advice = (from: number | null, isGood: boolean | null) =>
    from == null ? NOTHING : `${isGood ? '✓ reaches' : '✗ below'} ${formatNumber(from)}`
  return (
    <div className="stack-tight">
      <DataTable
        caption="What following it up is worth"
        isCaptionHidden
        rows={metrics}
        rowKey={({ quantity }) => quantity.name}
        columns={[
          { key: 'label', title: 'Number', isRowHeader: true, render: ({ quantity }) => quantity.label },
          {
            key: 'value',
            title: 'Value',
            isNumber: true,
            render: ({ quantity, missing }) =>
              quantity.value == null && missing.length > 0
                ? `lacks ${missing.map(plain).join(', ')}`
                : quantityWords(quantity),
          },
          {
            key: 'advice',
            title: 'Recommended from',
            render: ({ recommended_from, recommended }) => advice(recommended_from, recommended),
          },
          {
            key: 'text',
            title: 'Meaning',
            isLong: true,
            render: ({ text, source }) => <span title={source}>{text}</span>,
          },
        ]}
      />
      {warnings.map(({ code, text }) => (
        <p key={code} className="small dim">
          {text}
        </p>
      ))}
    </div>
  )
}
