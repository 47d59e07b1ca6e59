import { useState } from 'react'
import type { CommonColumn, DatasetDetail, ExtensionDiff, Upload } from '@/client/wire'
import { useKeepExtension } from '@/features/extensions/api/keep-extension'
import { useProposeExtension } from '@/features/extensions/api/propose-extension'
import {
  classesOf,
  dispositionsOf,
  proposedClasses,
  toRequest,
  type ExtensionDraft,
} from '@/features/extensions/model/draft'
import { catalogueTargets } from '@/features/uploads/model/catalogue-targets'
import { byName, leavingOut, proposedMapping, type Mapping } from '@/features/uploads/model/mapping'

const proposedAs = ({ columns }: Upload, canonical: string) =>
  columns.find(({ proposal }) => proposal?.canonical === canonical)?.name ?? null

function initialDraft(upload: Upload, dataset: DatasetDetail, snapshot: string | null): ExtensionDraft {
  const verdict = proposedAs(upload, 'disposition')
  const target = upload.target_candidates.find(({ name }) => name === verdict)?.name ?? null
  return {
    dataset: dataset.name,
    snapshot,
    target,
    object: proposedAs(upload, 'object_name'),
    host: proposedAs(upload, 'host_id'),
    classMap: proposedClasses(classesOf(upload, target), dispositionsOf(dataset)),
  }
}

/** Labelled rows on their way into a version of a catalogue. */
export function useExtension(upload: Upload, dataset: DatasetDetail, snapshot: string | null, schema: CommonColumn[]) {
  const [targets] = useState(() => catalogueTargets(dataset, schema))
  const [draft, setDraft] = useState(() => initialDraft(upload, dataset, snapshot))
  const [held, setMapping] = useState<Mapping>(() => proposedMapping(upload.columns, byName(targets)))
  const propose = useProposeExtension()
  const keep = useKeepExtension()
  const mapping = leavingOut(held, [draft.target, draft.object, draft.host])
  const question = { dataset: dataset.name, request: toRequest(upload.upload_id, draft, mapping) }
  // What was shown is no longer what would be kept.
  const forget = () => {
    propose.reset()
    keep.reset()
  }
  return {
    targets,
    draft,
    mapping,
    diff: propose.data,
    error: keep.error ?? propose.error,
    isAsking: propose.isPending,
    isKeeping: keep.isPending,
    isKept: keep.isSuccess,
    setDraft: (changed: ExtensionDraft) => {
      forget()
      setDraft(changed)
    },
    setMapping: (changed: Mapping) => {
      forget()
      setMapping(changed)
    },
    ask: () => {
      forget()
      propose.mutate(question)
    },
    keep: (diff: ExtensionDiff, onKept: (kept: { session_id: string; study_id: string }) => void) =>
      keep.mutate({ ...question, confirm: diff.diff_sha256 }, { onSuccess: onKept }),
  }
}
