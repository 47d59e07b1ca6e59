import { Button } from '@mantine/core'
import type { Change, Diff, DiffRow } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Pager } from '@/components/ui/pager'
import { Tag } from '@/components/ui/tag'
import { formatCount, NOTHING } from '@/lib/format'
import { verdictWords } from './transitions'

export const CHANGE_WORDS: Record<Change | 'same', string> = {
  new: 'New',
  gone: 'Gone',
  changed: 'Changed',
  same: 'The same',
}
const TONES = { new: 'good', gone: 'warn', changed: 'info' } as const
const CHANGES: Change[] = ['changed', 'new', 'gone']

const columns: TableColumn<DiffRow>[] = [
  { key: 'object', title: 'Object', isRowHeader: true, render: ({ object }) => object },
  { key: 'host', title: 'Star', render: ({ host }) => host },
  {
    key: 'change',
    title: 'Change',
    render: ({ change }) => <Tag tone={TONES[change]}>{CHANGE_WORDS[change].toLowerCase()}</Tag>,
  },
  { key: 'from', title: 'Was', render: ({ change, from }) => (change === 'new' ? NOTHING : verdictWords(from)) },
  { key: 'to', title: 'Is now', render: ({ change, to }) => (change === 'gone' ? NOTHING : verdictWords(to)) },
]

interface Props {
  diff: Diff
  change: Change | null
  page: number
  isStale: boolean
  onAsk: (change: Change | null, page: number) => void
}

/** The objects that differ, by the page; all, or those that differ in one way. */
export function DiffRows({ diff, change, page, isStale, onAsk }: Props) {
  const { counts } = diff
  const all = counts.new + counts.gone + counts.changed
  const choice = (value: Change | null, words: string, count: number) => (
    <Button
      key={words}
      size="xs"
      variant={value === change ? 'filled' : 'default'}
      aria-pressed={value === change}
      onClick={() => onAsk(value, 1)}
    >
      {words} ({formatCount(count)})
    </Button>
  )
  return (
    <div className="stack-tight">
      <div className="row" role="group" aria-label="Which objects to list">
        {choice(null, 'All that differ', all)}
        {CHANGES.map((one) => choice(one, CHANGE_WORDS[one], counts[one]))}
      </div>
      {diff.total === 0 ? (
        <p className="dim">There is no such object.</p>
      ) : (
        <>
          <DataTable
            caption="Objects that differ"
            isCaptionHidden
            columns={columns}
            rows={diff.rows}
            rowKey={({ object }) => object}
            dim={isStale}
          />
          <Pager label="Pages of objects" page={page} total={diff.total} onPage={(next) => onAsk(change, next)} />
        </>
      )}
    </div>
  )
}
