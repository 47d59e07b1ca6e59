import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { ApiError } from '@/client/api-error'
import type { Study } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { isWorking } from '@/lib/session-state'
import { readOnlyReason } from '@/lib/share-token'
import { useStudy } from '../api/get-study'
import { useStartStudy, type Question } from '../api/start-study'
import { rememberedStudy } from '../model/remembered'
import { StudyView } from './study-view'

interface Props {
  sessionId: string
  question: Question
  /** What the button says, and what pressing it costs. */
  label: string
  cost: ReactNode
  /** What is measured, in words. */
  what: string
  /** A study that the server knows to answer this, when this browser did not begin it. */
  known?: string | null
  blockedBecause?: string | null
  children: (result: NonNullable<Study['result']>) => ReactNode
}

/** A measurement: asked for, watched, answered, and known again on return. */
export function AskStudy({ sessionId, question, label, cost, what, known, blockedBecause, children }: Props) {
  const [begun, setBegun] = useState(() => rememberedStudy(question.study, sessionId))
  const start = useStartStudy(sessionId)
  const own = useStudy(begun)
  // A study goes with its session's files; what is gone is asked anew.
  const isGone = own.error instanceof ApiError && own.error.status === 404
  const studyId = begun && !isGone ? begun : (known ?? null)
  const shown = useStudy(studyId).data
  const blocked = readOnlyReason(sessionId) ?? blockedBecause
  return (
    <div className="stack">
      <div className="row">
        <Button
          variant={shown?.state === 'done' ? 'default' : 'filled'}
          loading={start.isPending}
          disabled={!!blocked || isWorking(shown?.state)}
          onClick={() => start.mutate(question, { onSuccess: ({ study_id }) => setBegun(study_id) })}
        >
          {shown?.state === 'done' ? 'Measure again' : label}
        </Button>
        <p className="small dim" style={{ flex: '1 1 16rem' }}>
          {blocked ?? cost}
        </p>
      </div>
      {start.error && (
        <Notice tone="bad" title="It was not measured" live>
          <p>{messageOf(start.error)}</p>
        </Notice>
      )}
      {studyId && (
        <StudyView key={studyId} studyId={studyId} what={what}>
          {children}
        </StudyView>
      )}
    </div>
  )
}
