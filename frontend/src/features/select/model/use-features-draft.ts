import { useMemo, useState } from 'react'
import type { Column, FeaturesChoice } from '@/client/wire'
import { initialFeatures, isLeak, leaksToPrice } from './feature-choice'

/** What is ticked on the features' page before it is saved. */
export function useFeaturesDraft(saved: FeaturesChoice | null, columns: Column[], presets: Record<string, string[]>) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => initialFeatures(saved, columns, presets))
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(
    () => new Set(columns.filter((column) => isLeak(column) && ticked.has(column.name)).map(({ name }) => name)),
  )
  const [isUnlocked, setIsUnlocked] = useState(allowed.size > 0)
  const [engineered, setEngineered] = useState(saved?.engineered ?? true)
  const [priced, setPriced] = useState<ReadonlySet<string> | null>(null)

  const leaks = useMemo(() => new Set(columns.filter(isLeak).map(({ name }) => name)), [columns])
  // A column that turns out to be a leak after it was ticked is not used until it is ticked as a leak.
  const chosen = useMemo(
    () => new Set([...ticked].filter((name) => !leaks.has(name) || (isUnlocked && allowed.has(name)))),
    [ticked, allowed, leaks, isUnlocked],
  )
  const setChosen = (names: ReadonlySet<string>) => {
    setTicked(names)
    setAllowed(new Set([...names].filter((name) => leaks.has(name))))
  }
  return {
    chosen,
    setChosen,
    isUnlocked,
    setIsUnlocked,
    engineered,
    setEngineered,
    priced: priced ?? leaksToPrice(columns),
    setPriced,
  }
}
