import { useSearchParams } from 'react-router'
import { QueryView } from '@/components/ui/query-view'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { CatalogueChoice } from '@/features/extensions/components/catalogue-choice'
import { extendable } from '@/features/extensions/model/draft'
import { ExtensionForm } from './extension-form'
import type { OwnTableProps } from './own-table-screen'
import { VersionPanel } from './version-panel'

const NO_PROBLEMS = {}

/** Labelled rows of an own table as a version of a catalogue; catalogue and comparison stand in the address. */
export function ExtendScreen({ upload, schema }: OwnTableProps) {
  const datasets = useDatasets()
  const [search, setSearch] = useSearchParams()
  const [name, snapshot] = [search.get('catalogue'), search.get('snapshot')]
  const [study, version] = [search.get('study'), search.get('version')]
  const dataset = useDataset(name, snapshot)
  const set = (changes: Record<string, string | null>) => {
    const next = Object.entries({ ...Object.fromEntries(search), ...changes })
    const kept = next.filter((entry): entry is [string, string] => entry[1] !== null)
    setSearch(Object.fromEntries(kept), { replace: true, preventScrollReset: true })
  }
  return (
    <div className="stack-wide">
      <QueryView
        query={datasets}
        what="the catalogues"
        height={160}
        isEmpty={(held) => extendable(held).length === 0}
        empty={<p>No catalogue with verdicts of its own is held yet. Fetch one on its page first.</p>}
      >
        {(held) => (
          <CatalogueChoice
            datasets={extendable(held)}
            dataset={name}
            snapshot={snapshot}
            problems={NO_PROBLEMS}
            onChange={(chosen, of) => set({ catalogue: chosen, snapshot: of, study: null, version: null })}
          />
        )}
      </QueryView>
      {name !== null && (
        <QueryView query={dataset} what="the catalogue's columns" height={320}>
          {(detail) => (
            <ExtensionForm
              key={`${name}/${snapshot}`}
              upload={upload}
              dataset={detail}
              snapshot={snapshot}
              schema={schema}
              onKept={(kept) => set({ study: kept.study_id, version: kept.session_id })}
            />
          )}
        </QueryView>
      )}
      {study !== null && version !== null && <VersionPanel studyId={study} sessionId={version} />}
    </div>
  )
}
