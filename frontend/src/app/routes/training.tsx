import { useParams } from 'react-router'
import { ApiSnippets } from '@/components/ui/api-snippets'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { RunView } from '@/features/training/components/run-view'
import { useTraining } from '@/features/training/api/get-training'
import { isWorking, STATE_WORDS } from '@/lib/session-state'
import { trainingCalls } from './api-calls'

export function Component() {
  const query = useTraining(useParams().id!)
  const status = query.data
  const isMoving = status && isWorking(status.state)
  const windowTitle = status
    ? `${isMoving ? `${Math.floor(status.percent)} % · ` : ''}${STATE_WORDS[status.state]}`
    : 'Training'
  return (
    <div className="stack-wide">
      <PageHead title="Training" windowTitle={windowTitle}>
        {isMoving && <p>You may close this page: the training goes on, and this link brings you back to it.</p>}
      </PageHead>
      <QueryView query={query} what="the training" height={420}>
        {(known) => (
          <>
            <RunView status={known} isLost={query.isError} lostTimes={query.errorUpdateCount} />
            <ApiSnippets calls={trainingCalls(known)} />
          </>
        )}
      </QueryView>
    </div>
  )
}
