import type { PredictForm, Row } from '@/client/wire'
import type { usePredictRow } from '../api/predict-row'
import { CounterfactualView } from './counterfactual-view'
import { WhatIf } from './what-if'

interface Props {
  form: PredictForm
  predict: ReturnType<typeof usePredictRow>
  onApply: (values: Row) => void
}

/** What the model would say of objects a little different; begins anew with each object that is judged. */
export function Beyond({ form, predict: { data, variables: row }, onApply }: Props) {
  if (!data || !row) return null
  return (
    <>
      <WhatIf form={form} row={row} judged={data} onApply={onApply} />
      <CounterfactualView sessionId={form.session_id} row={row} onApply={onApply} />
    </>
  )
}
