import { useEffect } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { PartBoundary } from '@/components/errors/part-boundary'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { useLastDataset } from '@/lib/preferences'
import { DatasetHead } from './datasets/dataset-head'
import { DatasetTabs } from './datasets/dataset-tabs'

export function Component() {
  const name = useParams().name!
  const [search] = useSearchParams()
  const [, remember] = useLastDataset()
  useEffect(() => remember(name), [name]) // eslint-disable-line react-hooks/exhaustive-deps
  const query = useDataset(name, search.get('snapshot'))
  return (
    <div className="stack-wide">
      {query.data ? (
        <DatasetHead dataset={query.data} />
      ) : (
        <PageHead title="Catalogue">
          <p>
            <Link to={to.datasets()}>All catalogues</Link>
          </p>
        </PageHead>
      )}
      <PartBoundary name="The catalogue">
        <QueryView query={query} what="the catalogue" height={480}>
          {(dataset) => <DatasetTabs key={dataset.snapshot} dataset={dataset} />}
        </QueryView>
      </PartBoundary>
    </div>
  )
}
