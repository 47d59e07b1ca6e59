import { Link } from 'react-router'
import type { ResultSummary } from '@/client/wire'
import { CopyId } from '@/components/ui/copy-id'
import { Facts, type Fact } from '@/components/ui/facts'
import { to } from '@/config/paths'
import { countOf, formatCount, formatNumber, NOTHING } from '@/lib/format'
import { formatDay, formatSpan } from '@/lib/time'

const SHOWN = 16
const hash = (text: string, what: string) => <CopyId id={text} what={what} most={SHOWN} />

const METHODS: Record<string, string> = { cv: 'cross-validation', holdout: 'one held-out part' }

/** A catalogue by its name, which leads to its page; an own table has none. */
function DataLink({ data: { dataset, snapshot, date } }: { data: ResultSummary['data'] }) {
  const title = `${dataset}${date ? `, ${formatDay(date)}` : ''}`
  return snapshot ? <Link to={to.dataset(dataset, { snapshot })}>{title}</Link> : title
}

/** All that is needed to trust the result, or to get it again. */
export function HonestyCard({ result: { data, model, split, timing, versions, run_id } }: { result: ResultSummary }) {
  const judged: Fact[] = [
    ['Data', <DataLink key="data" data={data} />],
    ['Decided objects', `${formatCount(data.rows)} around ${countOf(data.hosts, 'star')}`],
    ['Undecided, kept aside', formatCount(data.undecided)],
    ['Columns', formatCount(data.features.length)],
    ['Judged by', `${METHODS[split.method] ?? split.method}${split.method === 'cv' ? `, ${split.folds} folds` : ''}`],
    ['Objects of a star', split.group_by_host ? 'always kept together' : 'may be on both sides'],
    ['Model', model.title],
    ['Seed', model.seed],
    ['Data hash', hash(data.sha256 || split.data_hash, 'the data hash')],
    ['Split hash', hash(split.split_hash, 'the split hash')],
    ['Run', <CopyId key="run" id={run_id} what="the run’s id" />],
    ['Training took', formatSpan(timing.wall_s)],
    ['Peak memory', timing.peak_memory_mb == null ? NOTHING : `${formatCount(Math.round(timing.peak_memory_mb))} MB`],
  ]
  const settings: Fact[] = Object.entries(model.hyperparameters).map(([name, value]) => [
    name,
    typeof value === 'number' ? formatNumber(value, 6) : String(value),
  ])
  return (
    <div className="stack">
      <Facts facts={judged} />
      <details>
        <summary>Settings of the model</summary>
        <Facts facts={settings} />
      </details>
      <details>
        <summary>Versions of the software</summary>
        <Facts facts={Object.entries(versions)} />
      </details>
    </div>
  )
}
