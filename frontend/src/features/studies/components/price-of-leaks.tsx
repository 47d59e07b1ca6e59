import { Button } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '@/client/api-error'
import type { Study } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { countOf } from '@/lib/format'
import { messageOf } from '@/lib/messages'
import { isWorking } from '@/lib/session-state'
import { useStudy } from '../api/get-study'
import { rememberedPrice } from '../model/remembered'
import { LeakPriceResult } from './leak-price'
import { StudyView } from './study-view'

interface Props {
  sessionId: string
  /** How many locked columns are chosen to be priced. */
  count: number
  blockedBecause: string | null
  /** Saves what is on the screen and asks; gives the study. */
  onAsk: () => Promise<Study>
}

/** "What would they buy?": asked, measured, answered, and known again on return. */
export function PriceOfLeaks({ sessionId, count, blockedBecause, onAsk }: Props) {
  const [studyId, setStudyId] = useState(() => rememberedPrice(sessionId))
  const [isAsking, setIsAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { data: study, error: lost } = useStudy(studyId)
  // A study goes with its session's files; what is gone is asked anew.
  const isGone = lost instanceof ApiError && lost.status === 404
  const ask = async () => {
    setIsAsking(true)
    setError(null)
    try {
      setStudyId((await onAsk()).study_id)
    } catch (refusal) {
      setError(refusal)
    } finally {
      setIsAsking(false)
    }
  }
  return (
    <div className="stack">
      <div className="row">
        <Button
          variant="default"
          onClick={() => void ask()}
          loading={isAsking}
          disabled={blockedBecause !== null || isWorking(study?.state)}
        >
          What would they buy?
        </Button>
        <p className="small dim">
          {blockedBecause ??
            `Trains your model twice on the same folds, with and without ${countOf(count, 'chosen column')}. Your choice of columns is saved first; the locked ones stay locked.`}
        </p>
      </div>
      {error != null && (
        <Notice tone="bad" title="The price was not measured" live>
          <p>{messageOf(error)}</p>
        </Notice>
      )}
      {studyId && !isGone && (
        <StudyView studyId={studyId} what="the price of the leaks">
          {(result) => 'with_leaks' in result && <LeakPriceResult price={result} />}
        </StudyView>
      )}
    </div>
  )
}
