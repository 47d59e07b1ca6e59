import { Link } from 'react-router'
import type { DatasetDetail } from '@/client/wire'
import { CopyId } from '@/components/ui/copy-id'
import { PageHead } from '@/components/ui/page-head'
import { to } from '@/config/paths'
import { countOf } from '@/lib/format'
import { formatDay } from '@/lib/time'

/** What it is, and which copy of it is shown. */
export function DatasetHead({ dataset }: { dataset: DatasetDetail }) {
  const shown = dataset.snapshots.find(({ id }) => id === dataset.snapshot)
  return (
    <div className="stack-tight">
      <p className="small">
        <Link to={to.datasets()}>All catalogues</Link>
      </p>
      <PageHead title={dataset.title}>
        <p>{dataset.description}</p>
      </PageHead>
      {dataset.snapshot && (
        <p>
          {shown ? (
            <>
              Snapshot of <strong>{formatDay(shown.date)}</strong>
            </>
          ) : (
            <>
              Your own version <CopyId id={dataset.snapshot} what="the version’s id" />
            </>
          )}
          : <span className="num">{countOf(dataset.rows, 'row')}</span>,{' '}
          <span className="num">{countOf(dataset.columns.length, 'column')}</span>
        </p>
      )}
    </div>
  )
}
