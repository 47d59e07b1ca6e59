import { Slider } from '@mantine/core'
import { countOf, formatCount, formatShare } from '@/lib/format'
import type { Cut } from '../model/cuts'

interface Props {
  wanted: string
  cut: Cut
  /** Whether the costs of this very threshold are told already, exactly. */
  isTold: boolean
  onCut: (threshold: number) => void
}

/** The threshold by hand, and what the held-out objects say of it. */
export function ThresholdSlider({ wanted, cut, isTold, onCut }: Props) {
  const { threshold, selected, right, found } = cut
  const wrong = Math.round(selected * (1 - right))
  return (
    <div className="stack-tight">
      <Slider
        label={null}
        thumbLabel={`Threshold of the score of ${wanted}`}
        min={0}
        max={1}
        step={0.001}
        value={threshold}
        onChange={onCut}
        maw="48rem"
      />
      <p aria-live="polite">
        From a score of <strong className="num">{threshold.toFixed(3)}</strong>
        {isTold
          ? ': as told above.'
          : selected === 0
            ? ': nothing is on the list.'
            : `: about ${countOf(selected, 'object')} on the list, about ${formatCount(wrong)} of them wrong; ${formatShare(right)} pure, ${formatShare(found)} of all ${wanted} found.`}
      </p>
    </div>
  )
}
