import { Button, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'
import { readOnlyReason } from '@/lib/share-token'
import { useFindThreshold, type Objective } from '../api/find-threshold'
import { answerWords, asAsked, objectiveNames, OBJECTIVES } from '../model/objectives'

interface Props {
  sessionId: string
  classes: string[]
  /** The class that is meant. */
  wanted: string
  onWanted: (name: string) => void
  onFound: (threshold: number) => void
}

/** Turns a purpose into a threshold, and says what it costs. */
export function ThresholdFinder({ sessionId, classes, wanted, onWanted, onFound }: Props) {
  const [objective, setObjective] = useState<Objective>('precision_at_least')
  const [value, setValue] = useState<string | number>(OBJECTIVES.precision_at_least.usual)
  const find = useFindThreshold()
  const readOnly = readOnlyReason(sessionId)
  const { isCount = false } = OBJECTIVES[objective]
  const isValid = typeof value === 'number' && value >= 0 && (isCount || value <= 100)
  const choose = (next: Objective) => {
    setObjective(next)
    setValue(OBJECTIVES[next].usual)
  }
  const ask = () => {
    if (!isValid || readOnly) return
    const asked = { sessionId, objective, positive: wanted, value: asAsked(objective, value) }
    find.mutate(asked, { onSuccess: ({ threshold }) => onFound(threshold) })
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <div className="row" style={{ alignItems: 'end' }}>
        <Select
          label="A list of"
          data={classes}
          value={wanted}
          onChange={(name) => {
            find.reset()
            if (name) onWanted(name)
          }}
          allowDeselect={false}
          w="12rem"
        />
        <Select
          label="I want"
          data={objectiveNames.map((name) => ({ value: name, label: OBJECTIVES[name].label(wanted) }))}
          value={objective}
          onChange={(name) => choose(name as Objective)}
          allowDeselect={false}
          style={{ flex: '1 1 18rem' }}
          maw="34rem"
        />
        <NumberInput
          label={isCount ? 'Objects' : 'Percent'}
          suffix={isCount ? '' : ' %'}
          value={value}
          onChange={setValue}
          min={0}
          max={isCount ? undefined : 100}
          clampBehavior="none"
          error={!isValid && (isCount ? 'Zero or more.' : 'Between 0 and 100.')}
          w="9rem"
        />
        <Button type="submit" loading={find.isPending} disabled={!isValid || !!readOnly}>
          Find the threshold
        </Button>
      </div>
      {readOnly && <p className="small dim">{readOnly} The slider and the curves below find one as well.</p>}
      <div role="status">
        {find.error && (
          <Notice tone="bad">
            <p>{messageOf(find.error)}</p>
          </Notice>
        )}
        {find.data && (
          <Notice
            tone="good"
            title={`For ${OBJECTIVES[objectiveOf(find.data.objective)].told(find.data.value)}: call it ${find.data.positive_class} from a score of ${find.data.threshold.toFixed(3)}`}
          >
            {answerWords(find.data, find.data.positive_class).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Notice>
        )}
      </div>
    </form>
  )
}

const objectiveOf = (name: string) => objectiveNames.find((known) => known === name) ?? 'precision_at_least'
