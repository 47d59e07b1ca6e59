import type { ModelVersion } from '@/client/wire-registry'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { TryModel } from '@/features/registry/components/try-model'

/** The promoted version with labels, units and first objects of the catalogue that it was trained on. */
export function Try({ model }: { model: ModelVersion }) {
  const catalogue = useDataset(model.snapshot ? model.dataset : null, model.snapshot).data
  const named = catalogue?.columns.find(({ role }) => role === 'identifier')?.name
  const examples = (catalogue?.preview ?? []).map((values, index) => ({
    name: String((named && values[named]) ?? `Row ${index + 1}`),
    values,
  }))
  return <TryModel model={model} columns={catalogue?.columns ?? []} examples={examples} />
}
