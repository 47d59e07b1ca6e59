import { useMemo } from 'react'
import type { Finding } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { AnswerColumns } from '@/features/select/components/answer-columns'
import { FeaturesStep } from '@/features/select/components/features-step'
import { lockedByFindings } from '@/features/select/model/findings'
import { PriceOfLeaks } from '@/features/studies/components/price-of-leaks'
import { useFindings } from '@/features/uploads/api/get-findings'
import { ColumnMapper } from '@/features/uploads/components/column-mapper'
import { GuardFindings } from '@/features/uploads/components/guard-findings'
import { asMapped, byName } from '@/features/uploads/model/mapping'
import { fieldProblems } from '@/lib/field-problems'
import type { OwnTableProps } from './own-table-screen'
import { useOwnTable } from './use-own-table'
import { usePrice } from './use-price'
import { useSaveStep } from './use-save-step'

const NO_PRESETS = {}
const NO_FINDINGS: Finding[] = []

/** An own table as it is trained on: its answer, what gives it away, what its columns are, which of them are used. */
export function OwnFeatures({ selection, upload, schema }: OwnTableProps) {
  const { save, ...saving } = useSaveStep(selection.session_id, 'features')
  const price = usePrice(selection)
  const { answer, setAnswer, mapping, setMapping, own } = useOwnTable(upload, selection.selection.features, schema)
  const asked = { uploadId: upload.upload_id, target: answer.target, host: answer.host }
  const guard = useFindings(asked)
  const findings = guard.data ?? NO_FINDINGS
  const columns = useMemo(
    () => asMapped(lockedByFindings(upload.columns, findings), byName(schema), mapping),
    [upload.columns, findings, schema, mapping],
  )
  const problems = fieldProblems(saving.error ?? price.error)
  const measured = upload.columns.filter(({ name }) => name !== answer.target && name !== answer.host)
  return (
    <FeaturesStep
      {...saving}
      refused={price.error}
      selection={selection}
      columns={columns}
      presets={NO_PRESETS}
      findings={findings}
      // What is locked is known only then; saved before, the step would be refused.
      waitsFor={guard.isFetching ? 'Measuring what gives the answer away…' : null}
      own={own}
      head={
        <>
          <AnswerColumns
            targets={upload.target_candidates}
            columns={upload.columns}
            choice={answer}
            problems={problems}
            onChange={setAnswer}
          />
          <GuardFindings {...asked} />
          <Panel
            title="What are your columns?"
            hint="Columns that are told to be shared ones get their names and units, so that your table speaks the catalogues' language. The others keep their own names and are just as usable."
          >
            <ColumnMapper
              columns={measured}
              targets={schema}
              mapping={mapping}
              problems={problems}
              onChange={setMapping}
            />
          </Panel>
        </>
      }
      price={(question) => (
        <PriceOfLeaks
          sessionId={selection.session_id}
          count={question.columns.length}
          blockedBecause={question.blockedBecause}
          onAsk={() => price.ask(question)}
        />
      )}
      onSave={(choice) => save({ config_type: 'features', ...choice })}
    />
  )
}
