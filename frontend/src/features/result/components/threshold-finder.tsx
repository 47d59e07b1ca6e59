import { Button, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import type { ThresholdAnswer } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { countOf, formatCount, formatShare } from '@/lib/format'
import { messageOf } from '@/lib/messages'
import { useFindThreshold, type Objective } from '../api/find-threshold'

const objectives = (wanted: string): { value: Objective; label: string }[] => [
  { value: 'precision_at_least', label: `a pure list: share of ${wanted} in it, at least` },
  { value: 'recall_at_least', label: `a complete list: share of all ${wanted} found, at least` },
]

/** Turns a purpose into a threshold, and says what it costs. */
export function ThresholdFinder({ sessionId, positiveClass }: { sessionId: string; positiveClass: string }) {
  const [objective, setObjective] = useState<Objective>('precision_at_least')
  const [percent, setPercent] = useState<string | number>(99)
  const find = useFindThreshold()
  const isValid = typeof percent === 'number' && percent > 0 && percent <= 100
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (isValid) find.mutate({ sessionId, objective, value: percent / 100 })
      }}
    >
      <div className="row" style={{ alignItems: 'end' }}>
        <Select
          label="I want"
          data={objectives(positiveClass)}
          value={objective}
          onChange={(value) => setObjective(value as Objective)}
          allowDeselect={false}
          style={{ flex: '1 1 18rem' }}
          maw="30rem"
        />
        <NumberInput
          label="Percent"
          suffix=" %"
          value={percent}
          onChange={setPercent}
          min={0.1}
          max={100}
          clampBehavior="none"
          error={!isValid && 'Between 0 and 100.'}
          w="9rem"
        />
        <Button type="submit" loading={find.isPending} disabled={!isValid}>
          Find the threshold
        </Button>
      </div>
      <div role="status">
        {find.error && (
          <Notice tone="bad">
            <p>{messageOf(find.error)}</p>
          </Notice>
        )}
        {find.data && <Answer answer={find.data} positiveClass={positiveClass} />}
      </div>
    </form>
  )
}

function Answer({ answer, positiveClass }: { answer: ThresholdAnswer; positiveClass: string }) {
  return (
    <Notice tone="good" title={`Call it ${positiveClass} from a score of ${answer.threshold.toFixed(3)}`}>
      <p>
        On held-out objects that selects {countOf(answer.selected, 'object')}, about{' '}
        {formatCount(Math.round(answer.expected_false_positives))} of them wrongly: {formatShare(answer.precision)} of
        the list are right, and {formatShare(answer.recall)} of all are found.
      </p>
    </Notice>
  )
}
