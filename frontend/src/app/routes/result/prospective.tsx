import { Link } from 'react-router'
import type { ResultSummary } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { ProspectivePanel } from '@/features/studies/components/prospective'

/** Was the model right about what nobody knew? */
export function Prospective({ result }: { result: ResultSummary }) {
  const query = useDatasets()
  const name = result.data.dataset
  return (
    <Panel
      title="Was it right about the future?"
      hint="Learn from the catalogue as it was, score what nobody had decided then, and look what became of it."
    >
      <QueryView query={query} what="the catalogue" height={200}>
        {(datasets) => {
          const dataset = datasets.find((one) => one.name === name)
          if (!dataset)
            return <p className="dim">This needs a catalogue of NASA: an own table has no newer edition here.</p>
          return (
            <ProspectivePanel
              sessionId={result.session_id}
              snapshots={dataset.snapshots}
              missing={
                <p>
                  Two snapshots of the catalogue are needed, and one is held. Get the newest table on{' '}
                  <Link to={to.dataset(name, { tab: 'changes' })}>the page of {dataset.title}</Link>, then come back.
                </p>
              }
            />
          )
        }}
      </QueryView>
    </Panel>
  )
}
