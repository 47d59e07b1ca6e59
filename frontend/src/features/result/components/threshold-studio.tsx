import { useMemo, useState } from 'react'
import type { ResultSummary } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { useCurves } from '../api/get-curves'
import { curvesOf, cutAt } from '../model/cuts'
import { CurveSet } from './curve-set'
import { ThresholdFinder } from './threshold-finder'
import { ThresholdSlider } from './threshold-slider'

const AT_FIRST = 0.5

type Props = Pick<ResultSummary, 'session_id' | 'classes' | 'positive_class'>

/** A threshold for a purpose, by hand or picked on a curve: one cursor through all curves. */
export function ThresholdStudio({ session_id: sessionId, classes, positive_class: positive }: Props) {
  const query = useCurves(sessionId)
  const [wanted, setWanted] = useState(positive ?? classes[0] ?? '')
  const [chosen, setChosen] = useState(AT_FIRST)
  const [found, setFound] = useState<number | null>(null)
  const own = useMemo(
    () => (query.data ? curvesOf(query.data, wanted, positive) : null),
    [query.data, wanted, positive],
  )
  return (
    <div className="stack-wide">
      <ThresholdFinder
        sessionId={sessionId}
        classes={classes}
        wanted={wanted}
        onWanted={(name) => {
          setWanted(name)
          setChosen(AT_FIRST)
          setFound(null)
        }}
        onFound={(threshold) => {
          setChosen(threshold)
          setFound(threshold)
        }}
      />
      <QueryView query={query} what="the curves" height={720}>
        {(curves) =>
          own && (
            <>
              <ThresholdSlider wanted={wanted} cut={cutAt(own, chosen)} isTold={chosen === found} onCut={setChosen} />
              <CurveSet
                curves={curves}
                own={own}
                wanted={wanted}
                isBinary={positive !== null}
                chosen={chosen}
                onChoose={setChosen}
              />
            </>
          )
        }
      </QueryView>
    </div>
  )
}
