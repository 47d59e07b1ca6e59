import { useMemo, useState } from 'react'
import type { CommonColumn, FeaturesChoice, Upload } from '@/client/wire'
import type { AnswerChoice } from '@/features/select/components/answer-columns'
import type { OwnTable } from '@/features/select/model/feature-choice'
import { byName, leavingOut, proposedMapping, type Mapping } from '@/features/uploads/model/mapping'

const proposedAs = ({ columns }: Upload, canonical: string) =>
  columns.find(({ proposal }) => proposal?.canonical === canonical)?.name ?? null

/** The answer as it was saved, else as the names of the columns suggest it. */
function initialAnswer(upload: Upload, saved: FeaturesChoice | null): AnswerChoice {
  if (saved?.target) return { target: saved.target, host: saved.host ?? null, positive: saved.positive_class ?? null }
  const targets = upload.target_candidates.map(({ name }) => name)
  const verdict = proposedAs(upload, 'disposition')
  const only = targets.length === 1 ? targets[0]! : null
  return {
    target: verdict !== null && targets.includes(verdict) ? verdict : only,
    host: proposedAs(upload, 'host_id'),
    positive: null,
  }
}

function initialMapping({ columns }: Upload, saved: FeaturesChoice | null, schema: CommonColumn[]): Mapping {
  if (saved?.target) return { columnMap: saved.column_map ?? {}, units: saved.units ?? {} }
  return proposedMapping(columns, byName(schema))
}

/** What a person says of an own table: its answer, and what its columns are. */
export function useOwnTable(upload: Upload, saved: FeaturesChoice | null, schema: CommonColumn[]) {
  const [answer, setAnswer] = useState(() => initialAnswer(upload, saved))
  const [held, setMapping] = useState(() => initialMapping(upload, saved, schema))
  // The answer and the star keep their own names: they are told apart from the measurements.
  const mapping = useMemo(() => leavingOut(held, [answer.target, answer.host]), [held, answer.target, answer.host])
  const own: OwnTable = useMemo(() => ({ ...answer, ...mapping }), [answer, mapping])
  return { answer, setAnswer, mapping, setMapping, own }
}
