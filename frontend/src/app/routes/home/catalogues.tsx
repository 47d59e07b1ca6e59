import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { Dataset } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { CatalogueCard } from '@/features/datasets/components/catalogue-card'
import { RefreshControl } from '@/features/refreshes/components/refresh-control'

/** All catalogues; what is not held yet can be fetched from here. */
export function Catalogues({ level }: { level?: 2 | 3 }) {
  const query = useDatasets()
  return (
    <QueryView
      query={query}
      what="the catalogues"
      height={260}
      isEmpty={(datasets) => datasets.length === 0}
      empty={<p>No catalogue is installed. Add your own table under “Choose for myself”.</p>}
    >
      {(datasets) => (
        <div className="wide-cards">
          {datasets.map((dataset) => (
            <CatalogueCard key={dataset.name} level={level} dataset={dataset} actions={<Actions dataset={dataset} />} />
          ))}
        </div>
      )}
    </QueryView>
  )
}

function Actions({ dataset: { name, title, available, archive_tables } }: { dataset: Dataset }) {
  if (!available) return <RefreshControl dataset={name} title={title} tables={archive_tables} label="Fetch from NASA" />
  return (
    <div>
      <Button size="xs" variant="default" component={Link} to={to.dataset(name)} aria-label={`Look into ${title}`}>
        Look into it
      </Button>
    </div>
  )
}
