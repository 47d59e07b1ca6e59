import type { CommonColumn, DatasetDetail, Upload } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { ExtensionReview } from '@/features/extensions/components/extension-review'
import { VerdictColumns } from '@/features/extensions/components/verdict-columns'
import { blockedBecause, dispositionsOf } from '@/features/extensions/model/draft'
import { ColumnMapper } from '@/features/uploads/components/column-mapper'
import { fieldProblems } from '@/lib/field-problems'
import { useExtension } from './use-extension'

interface Props {
  upload: Upload
  dataset: DatasetDetail
  snapshot: string | null
  schema: CommonColumn[]
  onKept: (kept: { session_id: string; study_id: string }) => void
}

export function ExtensionForm({ upload, dataset, snapshot, schema, onKept }: Props) {
  const extension = useExtension(upload, dataset, snapshot, schema)
  const { draft, mapping, targets, error } = extension
  const problems = fieldProblems(error)
  const apart = [draft.target, draft.object, draft.host]
  return (
    <>
      <VerdictColumns
        upload={upload}
        draft={draft}
        dispositions={dispositionsOf(dataset)}
        problems={problems}
        onChange={extension.setDraft}
      />
      <Panel
        title="What are your columns there?"
        hint="Values of mapped columns are converted and taken over; the catalogue has no place for the others."
      >
        <ColumnMapper
          columns={upload.columns.filter(({ name }) => !apart.includes(name))}
          targets={targets}
          mapping={mapping}
          problems={problems}
          unmapped="Left out"
          onChange={extension.setMapping}
        />
      </Panel>
      <ExtensionReview
        diff={extension.diff}
        blockedBecause={blockedBecause(draft)}
        error={error}
        isAsking={extension.isAsking}
        isKeeping={extension.isKeeping}
        isKept={extension.isKept}
        onAsk={extension.ask}
        onKeep={(diff) => extension.keep(diff, onKept)}
      />
    </>
  )
}
