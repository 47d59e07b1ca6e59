import { Button } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { ApiError } from '@/client/api-error'
import { Notice } from '@/components/ui/notice'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useResult } from '@/features/result/api/get-result'
import { ResultView } from './result/result-view'

const WRONG_STATE = 409

export function Component() {
  const id = useParams().id!
  const query = useResult(id)
  const isEarly = query.error instanceof ApiError && query.error.status === WRONG_STATE
  return (
    <div className="stack-wide">
      <PageHead title="Result" />
      {isEarly ? (
        <Notice title="There is no result yet">
          <p>{query.error?.message}</p>
          <div>
            <Button component={Link} to={to.training(id)}>
              Go to the training
            </Button>
          </div>
        </Notice>
      ) : (
        <QueryView query={query} what="the result" height={420}>
          {(result) => <ResultView result={result} />}
        </QueryView>
      )}
    </div>
  )
}
