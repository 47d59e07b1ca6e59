import { Button } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { ApiError } from '@/client/api-error'
import { PartBoundary } from '@/components/errors/part-boundary'
import { Notice } from '@/components/ui/notice'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useForm } from '@/features/predict/api/get-form'
import { PredictTabs } from './predict/predict-tabs'

const WRONG_STATE = 409

export function Component() {
  const id = useParams().id!
  const query = useForm(id)
  const isEarly = query.error instanceof ApiError && query.error.status === WRONG_STATE
  return (
    <div className="stack-wide">
      <PageHead title="Predict" />
      {isEarly ? (
        <Notice title="There is no model yet">
          <p>{query.error?.message}</p>
          <div>
            <Button component={Link} to={to.training(id)}>
              Go to the training
            </Button>
          </div>
        </Notice>
      ) : (
        <PartBoundary name="Predict">
          <QueryView query={query} what="the model's form" height={480}>
            {(form) => <PredictTabs form={form} />}
          </QueryView>
        </PartBoundary>
      )}
    </div>
  )
}
