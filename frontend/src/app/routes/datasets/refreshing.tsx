import { Link } from 'react-router'
import type { DatasetDetail } from '@/client/wire'
import { to } from '@/config/paths'
import { RefreshControl } from '@/features/refreshes/components/refresh-control'

/** Fetches the newest table; what is made of other catalogues says which to refresh. */
export function Refreshing({ dataset }: { dataset: DatasetDetail }) {
  if (dataset.archive_tables.length === 0)
    return (
      <p className="small">
        It is made of the newest snapshots of other catalogues, and made anew when one of them is refreshed:{' '}
        <Link to={to.datasets()}>all catalogues</Link>.
      </p>
    )
  return (
    <RefreshControl
      dataset={dataset.name}
      title={dataset.title}
      tables={dataset.archive_tables}
      label="Refresh from NASA"
      hasTableChoice
    />
  )
}
