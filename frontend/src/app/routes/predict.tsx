import { useParams } from 'react-router'
import { PartBoundary } from '@/components/errors/part-boundary'
import { ApiSnippets } from '@/components/ui/api-snippets'
import { LeakyNotice } from '@/components/ui/leaky-notice'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useForm } from '@/features/predict/api/get-form'
import { useSelection } from '@/features/select/api/get-selection'
import { predictCalls } from './api-calls'
import { isTooEarly, NoModelYet } from './no-model-yet'
import { PredictTabs } from './predict/predict-tabs'

export function Component() {
  const id = useParams().id!
  const query = useForm(id)
  const data = useSelection(id).data?.effective.data_source
  const dossierOf = data?.dataset
    ? (object: string) =>
        to.dossier(data.dataset!, object, { session: id, ...(data.snapshot ? { snapshot: data.snapshot } : {}) })
    : null
  return (
    <div className="stack-wide">
      <PageHead title="Predict" />
      {isTooEarly(query.error) ? (
        <NoModelYet title="There is no model yet" sessionId={id} />
      ) : (
        <PartBoundary name="Predict">
          <QueryView query={query} what="the model's form" height={480}>
            {(form) => (
              <div className="stack-wide">
                <LeakyNotice isLeaky={form.leaky} />
                <PredictTabs form={form} dossierOf={dossierOf} />
                <ApiSnippets calls={predictCalls(id, form)} />
              </div>
            )}
          </QueryView>
        </PartBoundary>
      )}
    </div>
  )
}
