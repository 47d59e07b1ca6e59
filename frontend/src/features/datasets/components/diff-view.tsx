import { Select } from '@mantine/core'
import type { Change, Diff, Snapshot } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { formatCount } from '@/lib/format'
import { usePageSize } from '@/lib/preferences'
import { formatDay } from '@/lib/time'
import { useDiff, type DiffAsked } from '../api/get-diff'
import { CHANGE_WORDS, DiffRows } from './diff-rows'
import styles from './diff-view.module.css'
import { Transitions } from './transitions'

interface Props {
  dataset: string
  snapshots: Snapshot[]
  asked: DiffAsked
  onAsk: (asked: DiffAsked) => void
}

/** Two snapshots of a catalogue side by side: what is new, what is gone, and whose verdict changed. */
export function DiffView({ dataset, snapshots, asked, onAsk }: Props) {
  const [perPage] = usePageSize()
  const query = useDiff(dataset, { ...asked, per_page: perPage })
  const options = snapshots.map(({ id, date }) => ({ value: id, label: `${formatDay(date)} (${id})` }))
  const choose = (side: 'from' | 'to') => (id: string | null) =>
    id && onAsk({ from: asked.from, to: asked.to, [side]: id, page: 1 })
  return (
    <div className="stack">
      <div className={styles.choice}>
        <Select label="Older" data={options} value={asked.from} onChange={choose('from')} allowDeselect={false} />
        <Select label="Newer" data={options} value={asked.to} onChange={choose('to')} allowDeselect={false} />
      </div>
      <QueryView query={query} what="the comparison" height={420}>
        {(diff) => (
          <div className="stack">
            <Counts diff={diff} />
            <Transitions diff={diff} />
            <DiffRows
              diff={diff}
              change={asked.change ?? null}
              page={asked.page}
              isStale={query.isPlaceholderData}
              onAsk={(change, page) => onAsk({ from: asked.from, to: asked.to, ...(change ? { change } : {}), page })}
            />
          </div>
        )}
      </QueryView>
    </div>
  )
}

const SHOWN: (Change | 'same')[] = ['new', 'gone', 'changed', 'same']

function Counts({ diff }: { diff: Diff }) {
  return (
    <dl className={styles.counts}>
      {SHOWN.map((change) => (
        <div key={change}>
          <dt>{CHANGE_WORDS[change]}</dt>
          <dd className="num">{formatCount(diff.counts[change])}</dd>
        </div>
      ))}
    </dl>
  )
}
