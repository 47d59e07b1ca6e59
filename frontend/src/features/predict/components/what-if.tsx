import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { Prediction, PredictForm, Row } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { formatShare, formatSigned } from '@/lib/format'
import { messageOf } from '@/lib/messages'
import { useWhatIf } from '../api/predict-row'
import { dialsOf } from '../model/dials'
import { ClassBars } from './judgement'
import { WhatIfDial } from './what-if-dial'
import styles from './what-if.module.css'

const PAUSE_MS = 60

interface Props {
  form: PredictForm
  /** The object as it was judged, and its answer. */
  row: Row
  judged: Prediction
  onApply: (values: Row) => void
}

/** Live: what the model would say if the object were a little different. */
export function WhatIf({ form, row, judged, onApply }: Props) {
  const dials = useMemo(() => dialsOf(form.features), [form.features])
  const [changes, setChanges] = useState<Row>({})
  const [settled] = useDebouncedValue(changes, PAUSE_MS)
  const hasSettled = Object.keys(settled).length > 0
  const query = useWhatIf(form.session_id, hasSettled ? { ...row, ...settled } : null)
  if (dials.length === 0) return null
  const isMoved = Object.keys(changes).length > 0
  return (
    <Panel
      title="What if?"
      hint="The columns that the model goes by most, over the range of nine of ten objects. The answer follows the sliders."
      actions={
        <div className="row">
          <Button size="xs" variant="default" disabled={!isMoved} onClick={() => setChanges({})}>
            Put back
          </Button>
          <Button size="xs" variant="default" disabled={!isMoved} onClick={() => onApply(changes)}>
            Judge this object
          </Button>
        </div>
      }
    >
      <Now now={isMoved ? (query.data ?? judged) : judged} judged={judged} form={form} />
      {query.error && (
        <Notice tone="bad" live>
          <p>{messageOf(query.error)}</p>
        </Notice>
      )}
      <div className={styles.dials}>
        {dials.map((dial) => {
          const { name } = dial.feature
          return (
            <WhatIfDial
              key={name}
              dial={dial}
              value={name in changes ? changes[name] : row[name]}
              onChange={(value) => setChanges((current) => ({ ...current, [name]: value }))}
            />
          )
        })}
      </div>
    </Panel>
  )
}

/** The class whose probability is told throughout: the sought one, else the one that was answered. */
const toldOf = (form: PredictForm, judged: Prediction) => form.positive_class ?? judged.prediction

function Now({ now, judged, form }: { now: Prediction; judged: Prediction; form: PredictForm }) {
  const told = toldOf(form, judged)
  const [before, after] = [judged.probabilities[told] ?? 0, now.probabilities[told] ?? 0]
  return (
    <div className="stack-tight">
      <p className={styles.now} role="status">
        <strong>
          <ClassMark name={now.prediction} classes={form.classes} />
        </strong>
        <span className="num">
          {formatShare(after)} {told.toLowerCase()}
        </span>
        <span className="small dim num">{formatSigned((after - before) * 100, 1)} points</span>
      </p>
      <ClassBars probabilities={now.probabilities} classes={form.classes} />
    </div>
  )
}
