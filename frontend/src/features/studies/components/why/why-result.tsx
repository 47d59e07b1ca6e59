import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { GlobalExplanation } from '@/client/wire-explaining'
import { countOf } from '@/lib/format'
import type { ScaleName } from '../../model/swarm'
import { Remarks } from '../remarks'
import { Beeswarm } from './beeswarm'
import { Dependence } from './dependence'
import { Groups } from './groups'
import { ImportanceFigure } from './importance-figure'
import { Permutation } from './permutation'
import { Stability } from './stability'

const SHOWN = 12

/** What matters to the models of all folds, on objects whose stars they had not seen. */
export function WhyResult({ result }: { result: GlobalExplanation }) {
  const [scale, setScale] = useState<ScaleName>('log_odds')
  const { features, groups, explained_class, rows, hosts, folds, agreement, text, warnings } = result
  return (
    <div className="stack-wide">
      <div className="stack-tight">
        <p>{text}</p>
        <p className="small dim">
          For {explained_class}, on {countOf(rows, 'held-out object')} around {countOf(hosts, 'star')}, by the models of{' '}
          {countOf(folds, 'fold')}.
        </p>
      </div>
      <ImportanceFigure features={features} most={SHOWN} />
      <Groups groups={groups} />
      <SegmentedControl
        aria-label="Scale of the dots"
        value={scale}
        onChange={(next) => setScale(next as ScaleName)}
        data={[
          { value: 'log_odds', label: 'Log-odds' },
          { value: 'probability', label: 'Probability' },
        ]}
        style={{ alignSelf: 'start' }}
      />
      <Beeswarm features={features.slice(0, SHOWN)} scale={scale} name={explained_class} />
      <Dependence features={features} scale={scale} />
      <Permutation features={features} most={SHOWN} />
      <Stability features={features.slice(0, SHOWN)} agreement={agreement} folds={folds} />
      <Remarks remarks={warnings} />
    </div>
  )
}
