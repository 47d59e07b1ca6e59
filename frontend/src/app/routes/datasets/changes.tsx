import { useSearchParams } from 'react-router'
import type { Change, DatasetDetail } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import type { DiffAsked } from '@/features/datasets/api/get-diff'
import { DiffView } from '@/features/datasets/components/diff-view'
import { Refreshing } from './refreshing'

const CHANGES: Change[] = ['new', 'gone', 'changed']

/** Compares two snapshots; which, and which page of the objects, stands in the address. */
export function Changes({ dataset }: { dataset: DatasetDetail }) {
  const [search, setSearch] = useSearchParams()
  const { name, snapshots } = dataset
  const newest = snapshots[0]
  const older = snapshots[1]
  if (!newest || !older)
    return (
      <Panel title="Changes" hint="What is new, what is gone, and whose verdict changed between two snapshots.">
        <p>Only one snapshot is held, and a comparison needs two. A refresh fetches the newest table.</p>
        <Refreshing dataset={dataset} />
      </Panel>
    )
  const held = (id: string | null) => (snapshots.some((snapshot) => snapshot.id === id) ? id : null)
  const change = CHANGES.find((one) => one === search.get('change'))
  const asked: DiffAsked = {
    from: held(search.get('from')) ?? older.id,
    to: held(search.get('to')) ?? newest.id,
    ...(change ? { change } : {}),
    page: Math.max(1, Number(search.get('page')) || 1),
  }
  const ask = ({ page, ...next }: DiffAsked) => {
    const { change: _change, page: _page, ...others } = Object.fromEntries(search)
    setSearch(
      { ...others, ...next, ...(page > 1 ? { page: String(page) } : {}) },
      { replace: true, preventScrollReset: true },
    )
  }
  return (
    <Panel title="Changes" hint="What is new, what is gone, and whose verdict changed between two snapshots.">
      <DiffView dataset={name} snapshots={snapshots} asked={asked} onAsk={ask} />
    </Panel>
  )
}
