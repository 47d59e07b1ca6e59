import { QueryView } from '@/components/ui/query-view'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { NameForm } from '@/features/dossier/components/name-form'

interface Props {
  named: { dataset: string; object: string } | null
  onFind: (found: { dataset: string; object: string }) => void
}

/** A confirmed planet, or an object of a mission’s catalogue. */
export function ByName({ named, onFind }: Props) {
  const datasets = useDatasets()
  return (
    <QueryView query={datasets} what="the catalogues" height={80}>
      {(held) => (
        <NameForm
          datasets={held.filter(({ available }) => available).map(({ name, title }) => ({ value: name, label: title }))}
          label="Look it up"
          initial={named}
          onFind={onFind}
        />
      )}
    </QueryView>
  )
}
