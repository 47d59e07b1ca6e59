import type { Selection } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { FeaturesStep } from '@/features/select/components/features-step'
import { PriceOfLeaks } from '@/features/studies/components/price-of-leaks'
import { OwnTableScreen } from './own-table-screen'
import { usePrice } from './use-price'
import { useSaveStep } from './use-save-step'

export function FeaturesScreen({ selection }: { selection: Selection }) {
  const source = selection.selection.data_source
  return source?.data_source === 'upload' ? (
    <OwnTableScreen selection={selection} uploadId={source.upload_id ?? null} />
  ) : (
    <CatalogueFeatures selection={selection} />
  )
}

function CatalogueFeatures({ selection }: { selection: Selection }) {
  const source = selection.selection.data_source
  const dataset = useDataset(source?.dataset, source?.snapshot)
  const { save, ...saving } = useSaveStep(selection.session_id, 'features')
  const price = usePrice(selection)
  return (
    <QueryView query={dataset} what="the columns" height={480}>
      {({ columns, presets, findings, classes }) => (
        <FeaturesStep
          {...saving}
          refused={price.error}
          selection={selection}
          columns={columns}
          presets={presets}
          findings={findings}
          classes={classes}
          price={(question) => (
            <PriceOfLeaks
              sessionId={selection.session_id}
              count={question.columns.length}
              blockedBecause={question.blockedBecause}
              onAsk={() => price.ask(question)}
            />
          )}
          onSave={(choice) => save({ config_type: 'features', ...choice })}
        />
      )}
    </QueryView>
  )
}
