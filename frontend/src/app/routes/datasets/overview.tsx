import type { DatasetDetail } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { Citation } from '@/features/datasets/components/citation'
import { PeriodRadiusPlane } from '@/features/datasets/components/period-radius-plane'
import { SnapshotNotes } from '@/features/datasets/components/snapshot-notes'
import { SnapshotTable } from '@/features/datasets/components/snapshot-table'
import { TaskCounts } from '@/features/datasets/components/task-counts'
import { Refreshing } from './refreshing'

/** What is held of a catalogue, where it came from, and how its classes are spread. */
export function Overview({ dataset }: { dataset: DatasetDetail }) {
  const { name, tasks, snapshots, snapshot, notes } = dataset
  return (
    <div className="stack-wide">
      <Panel title="What can be asked of it" hint="Rows of each class; what is undecided is kept aside to be ranked.">
        <TaskCounts tasks={tasks} />
      </Panel>
      <Panel title="Snapshots" hint="Dated copies. A refresh adds one; those that are held stay and can be chosen.">
        <SnapshotTable dataset={name} snapshots={snapshots} shown={snapshot} />
        <Refreshing dataset={dataset} />
      </Panel>
      <Panel title="What was dropped, merged or converted" hint="On the way from the table as it was served.">
        <SnapshotNotes notes={notes} />
      </Panel>
      <Panel title="A picture of it">
        <PeriodRadiusPlane dataset={name} snapshot={snapshot} level={3} />
      </Panel>
      <Panel title="Citation and licence">
        <Citation dataset={dataset} />
      </Panel>
    </div>
  )
}
