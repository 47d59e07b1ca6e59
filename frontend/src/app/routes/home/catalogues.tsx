import { QueryView } from '@/components/ui/query-view'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { CatalogueCard } from '@/features/datasets/components/catalogue-card'
import { Fetching } from '../datasets/fetching'

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
            <CatalogueCard
              key={dataset.name}
              level={level}
              dataset={dataset}
              actions={<Fetching dataset={dataset} isInCard />}
            />
          ))}
        </div>
      )}
    </QueryView>
  )
}
