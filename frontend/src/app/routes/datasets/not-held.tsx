import type { DatasetDetail } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { Citation } from '@/features/datasets/components/citation'
import { RefreshControl } from '@/features/refreshes/components/refresh-control'

/** A catalogue of which there is no copy yet: how to get one. */
export function NotHeld({ dataset }: { dataset: DatasetDetail }) {
  return (
    <div className="stack-wide">
      <Panel title="Nothing is held yet">
        <Notice tone="warn">
          <p>{dataset.remedy}</p>
        </Notice>
        <RefreshControl
          dataset={dataset.name}
          title={dataset.title}
          tables={dataset.archive_tables}
          label="Fetch from NASA"
          hasTableChoice
        />
      </Panel>
      <Panel title="Citation and licence">
        <Citation dataset={dataset} />
      </Panel>
    </div>
  )
}
