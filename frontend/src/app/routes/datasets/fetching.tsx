import type { Dataset } from '@/client/wire'
import { CatalogueCard } from '@/features/datasets/components/catalogue-card'
import { RefreshControl } from '@/features/refreshes/components/refresh-control'
import { RefreshNews } from '@/features/refreshes/components/refresh-news'

interface Props {
  dataset: Dataset
  /** The catalogue's card stands around it already. */
  isInCard?: boolean
}

/** Fetches a catalogue that is not held yet; of one that is, only tells how its refresh is going. */
export function Fetching({ dataset, isInCard = false }: Props) {
  const { name, title, available, archive_tables: tables } = dataset
  if (available) return <RefreshNews dataset={name} title={title} />
  const control = <RefreshControl dataset={name} title={title} tables={tables} label="Fetch from NASA" />
  return isInCard ? control : <CatalogueCard dataset={dataset} actions={control} />
}
