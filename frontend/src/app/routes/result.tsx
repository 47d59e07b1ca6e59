import { useParams } from 'react-router'
import { ApiSnippets } from '@/components/ui/api-snippets'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { useResult } from '@/features/result/api/get-result'
import { resultCalls } from './api-calls'
import { isTooEarly, NoModelYet } from './no-model-yet'
import { ResultView } from './result/result-view'

export function Component() {
  const id = useParams().id!
  const query = useResult(id)
  return (
    <div className="stack-wide">
      <PageHead title="Result" />
      {isTooEarly(query.error) ? (
        <NoModelYet title="There is no result yet" sessionId={id} />
      ) : (
        <QueryView query={query} what="the result" height={420}>
          {(result) => (
            <>
              <ResultView result={result} />
              <ApiSnippets calls={resultCalls(result)} />
            </>
          )}
        </QueryView>
      )}
    </div>
  )
}
