import type { ReliabilitySection } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { formatCount, formatEstimate, NOTHING } from '@/lib/format'
import { metricTitle } from '@/lib/metrics'
import { shareWords } from '../model/plane'

type Metrics = ReliabilitySection['classes'][number]['metrics']
type Group = ReliabilitySection['missions'][number]
interface Right {
  name: string
  title?: string
  truth?: string
  right: ReliabilitySection['verdicts'][number]['right']
}

const metricColumn = <T extends { metrics: Metrics }>(name: string): TableColumn<T> => ({
  key: name,
  title: metricTitle(name),
  isNumber: true,
  render: ({ metrics }) => (metrics[name] ? formatEstimate(metrics[name]) : NOTHING),
})

function GroupTable({ caption, rows }: { caption: string; rows: Group[] }) {
  if (rows.length === 0) return null
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', title: 'Part', isRowHeader: true, render: ({ name }) => name },
        { key: 'objects', title: 'Objects', isNumber: true, render: ({ objects }) => formatCount(objects) },
        { key: 'hosts', title: 'Stars', isNumber: true, render: ({ hosts }) => formatCount(hosts) },
        ...['accuracy', 'roc_auc', 'log_loss'].map(metricColumn<Group>),
      ]}
    />
  )
}

function RightTable({ caption, rows }: { caption: string; rows: Right[] }) {
  if (rows.length === 0) return null
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', title: 'Objects', isRowHeader: true, render: ({ name, title }) => title ?? name },
        { key: 'count', title: 'How many', isNumber: true, render: ({ right }) => formatCount(right.objects) },
        { key: 'right', title: 'Told right', isNumber: true, render: ({ right }) => shareWords(right) },
      ]}
    />
  )
}

/** The same numbers by class, mission, verdict and reason. */
export function GroupTables({ section }: { section: ReliabilitySection }) {
  return (
    <div className="stack-wide">
      <DataTable
        caption="By class"
        rows={section.classes}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', title: 'Class', isRowHeader: true, render: ({ name }) => name },
          { key: 'objects', title: 'Objects', isNumber: true, render: ({ objects }) => formatCount(objects) },
          { key: 'hosts', title: 'Stars', isNumber: true, render: ({ hosts }) => formatCount(hosts) },
          { key: 'claimed', title: 'Claimed', isNumber: true, render: ({ claimed }) => formatCount(claimed) },
          ...['precision', 'recall', 'f1'].map(metricColumn<ReliabilitySection['classes'][number]>),
        ]}
      />
      <GroupTable caption="By mission" rows={section.missions} />
      <RightTable caption="By verdict, in the catalogue’s own words" rows={section.verdicts} />
      <GroupTable caption="Without the objects of one verdict" rows={section.without_verdict} />
      <RightTable caption="False positives by the reason that vetting gave" rows={section.reasons} />
    </div>
  )
}
