import type { DatasetDetail } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { Citation } from '@/features/datasets/components/citation'
import { ColumnBrowser } from '@/features/datasets/components/column-browser'
import { RefreshControl } from '@/features/refreshes/components/refresh-control'

interface Props {
  dataset: DatasetDetail
  /** Name of the column that is looked at closely. */
  open: string | null
  onOpen: (name: string | null) => void
}

/** A catalogue of which there is no copy yet: how to get one. */
export function NotHeld({ dataset, open, onOpen }: Props) {
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
      <Panel title="Columns it will have" hint="What each one means, and whether a model may see it.">
        <ColumnBrowser dataset={dataset} open={open} onOpen={onOpen} />
      </Panel>
      <Panel title="Citation and licence">
        <Citation dataset={dataset} />
      </Panel>
    </div>
  )
}
