import type { ReactNode } from 'react'
import type { Study } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { QueryView } from '@/components/ui/query-view'
import { isWorking } from '@/lib/session-state'
import { useStudy } from '../api/get-study'
import { StudyProgress } from './study-progress'

interface Props {
  studyId: string
  /** What is measured, in words: "the price of the leaks". */
  what: string
  children: (result: NonNullable<Study['result']>) => ReactNode
}

/** A study from the queue to its result. */
export function StudyView({ studyId, what, children }: Props) {
  const query = useStudy(studyId)
  return (
    <QueryView query={query} what={what} height={140}>
      {(study) => (
        <>
          <p className="visually-hidden" role="status">
            {study.state === 'done' ? 'Measured' : study.state === 'queued' ? 'Waiting to be measured' : ''}
          </p>
          {isWorking(study.state) && <StudyProgress study={study} isLost={query.isError} />}
          {study.state === 'done' && study.result && children(study.result)}
          <Ended study={study} />
        </>
      )}
    </QueryView>
  )
}

function Ended({ study: { state, error } }: { study: Study }) {
  if (state === 'cancelled')
    return (
      <Notice tone="info" title="The measurement was cancelled">
        <p>Nothing was kept. Ask again to begin anew.</p>
      </Notice>
    )
  if (state !== 'failed') return null
  return (
    <Notice tone="bad" title="The measurement failed" live>
      <p>{error?.message ?? 'The server gave no cause. Ask again.'}</p>
      {error?.remedy && (
        <p>
          <strong>What to do:</strong> {error.remedy}
        </p>
      )}
    </Notice>
  )
}
