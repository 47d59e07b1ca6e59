import { NativeSelect } from '@mantine/core'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { PeriodRadiusPlane } from '@/features/datasets/components/period-radius-plane'
import { useLastDataset } from '@/lib/preferences'

/** All objects of the catalogue that was looked at last, by period and radius. */
export function Plane() {
  const [last, remember] = useLastDataset()
  const held = (useDatasets().data ?? []).filter(({ available }) => available)
  const name = held.length === 0 || held.some((one) => one.name === last) ? last : 'kepler'
  return (
    <div className="stack-tight">
      <PeriodRadiusPlane key={name} dataset={name} />
      {held.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label="Catalogue in the picture"
          data={held.map(({ name: value, title }) => ({ value, label: title }))}
          value={name}
          onChange={(event) => remember(event.currentTarget.value)}
          maw="20rem"
        />
      )}
    </div>
  )
}
