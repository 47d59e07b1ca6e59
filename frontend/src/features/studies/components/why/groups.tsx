import type { ExplainedGroup } from '@/client/wire-explaining'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DotIntervals } from '@/components/charts/dot-intervals'
import { DataTable } from '@/components/ui/data-table'
import { formatCount, formatEstimate, formatShare, NOTHING } from '@/lib/format'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Columns of one kind, their contributions added up before their size is taken. */
export function Groups({ groups }: { groups: ExplainedGroup[] }) {
  return (
    <ChartFigure
      title="By kind of column"
      caption="Contributions of the columns of a kind are added up, object by object; their mean size is shown in log-odds with 95 % intervals."
      csv={() => [
        ['kind', 'columns', 'importance_log_odds', 'low', 'high', 'share', 'log_loss_rise'],
        ...groups.map(({ group, features, importance, share, permutation }) => [
          group,
          features.length,
          importance.value,
          importance.low,
          importance.high,
          share,
          permutation?.log_loss.value,
        ]),
      ]}
      chart={
        <DotIntervals
          hasZero
          limits={[0, Infinity]}
          rows={groups.map(({ group, importance }) => ({ name: capital(group || 'other'), estimate: importance }))}
        />
      }
      table={
        <DataTable
          caption="Importance by kind of column"
          isCaptionHidden
          rows={groups}
          rowKey={({ group }) => group}
          columns={[
            { key: 'group', title: 'Kind', isRowHeader: true, render: ({ group }) => capital(group || 'other') },
            {
              key: 'columns',
              title: 'Columns',
              isNumber: true,
              render: ({ features }) => formatCount(features.length),
            },
            {
              key: 'importance',
              title: 'In log-odds',
              isNumber: true,
              render: ({ importance }) => formatEstimate(importance),
            },
            { key: 'share', title: 'Share', isNumber: true, render: ({ share }) => formatShare(share) },
            {
              key: 'cost',
              title: 'Exchanged: log-loss rises by',
              isNumber: true,
              render: ({ permutation }) => (permutation ? formatEstimate(permutation.log_loss) : NOTHING),
            },
          ]}
        />
      }
    />
  )
}
