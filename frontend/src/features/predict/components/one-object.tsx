import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Cell, KnownObject, PredictForm, Row } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { messageOf } from '@/lib/messages'
import { readOnlyReason } from '@/lib/share-token'
import { useObject } from '../api/get-object'
import { usePredictRow } from '../api/predict-row'
import { groupFeatures } from '../model/groups'
import { countFilled, toRow, type Draft } from '../model/row-draft'
import { Answer } from './answer'
import { Beyond } from './beyond'
import styles from './one-object.module.css'
import { ObjectLoader } from './object-loader'
import { RowForm, type WantedField } from './row-form'

interface Props {
  form: PredictForm
  /** The object in the address, and whether to judge it as soon as it is there. */
  objectName: string | null
  predictsAtOnce: boolean
  onObject: (name: string) => void
}

export function OneObject({ form, objectName, predictsAtOnce, onObject }: Props) {
  const { session_id: sessionId, features } = form
  const [draft, setDraft] = useState<Draft>({})
  const [wanted, setWanted] = useState<WantedField | null>(null)
  const object = useObject(sessionId, objectName)
  const predict = usePredictRow(sessionId)
  const { mutate, reset } = predict
  const readOnly = readOnlyReason(sessionId)
  const shown = useRef<KnownObject>(undefined)
  const answer = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const known = object.data
    if (!known || shown.current === known) return
    shown.current = known
    setDraft(known.values as Draft)
    reset()
    if (predictsAtOnce && !readOnly) mutate(toRow(features, known.values as Draft))
  }, [object.data, predictsAtOnce, readOnly, features, mutate, reset])

  // On a narrow screen the answer stands below the form.
  useEffect(() => {
    if (predict.data) answer.current?.scrollIntoView({ block: 'nearest' })
  }, [predict.data])

  const change = (name: string, value: Cell) => setDraft((current) => ({ ...current, [name]: value }))
  const filled = countFilled(features, draft)
  const judge = (values: Row) => {
    const next = { ...draft, ...values }
    setDraft(next)
    mutate(toRow(features, next))
  }
  return (
    <div className={styles.columns}>
      <Panel title="The object" hint="What you do not know, leave empty: it counts as missing.">
        <ObjectLoader
          examples={form.examples}
          isBusy={object.isFetching}
          error={object.error}
          loaded={object.data ?? null}
          onLoad={onObject}
        />
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            mutate(toRow(features, draft))
          }}
        >
          <RowForm groups={groupFeatures(features)} draft={draft} wanted={wanted} onChange={change} />
          <div className={styles.submit}>
            <Button type="submit" size="md" loading={predict.isPending} disabled={filled === 0 || !!readOnly}>
              Predict
            </Button>
            <Button variant="default" size="md" onClick={() => setDraft({})} disabled={filled === 0}>
              Clear
            </Button>
            <span className="small dim num">
              {filled} of {features.length} filled
            </span>
          </div>
          {readOnly && <p className="small dim">{readOnly}</p>}
        </form>
      </Panel>
      <div ref={answer} className={styles.answer} aria-live="polite">
        {predict.error && (
          <Notice tone="bad" title="There is no prediction">
            <p>{messageOf(predict.error)}</p>
          </Notice>
        )}
        {predict.data ? (
          <Answer prediction={predict.data} form={form} onApply={judge} onField={(name) => setWanted({ name })} />
        ) : (
          !predict.error && <Waiting isPending={predict.isPending} />
        )}
        {predict.data && <Beyond key={predict.submittedAt} form={form} predict={predict} onApply={judge} />}
      </div>
    </div>
  )
}

const Waiting = ({ isPending }: { isPending: boolean }) => (
  <Panel title="The answer">
    <p className="dim">
      {isPending
        ? 'The model is judging the object…'
        : 'Load a known object or fill in what you know, then press Predict. The answer comes with the reasons behind it.'}
    </p>
  </Panel>
)
