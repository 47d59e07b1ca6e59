import { Button } from '@mantine/core'
import type { Cut, Purpose, WorkList } from '@/client/wire-explaining'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { formatCount, formatPercentEstimate, NOTHING } from '@/lib/format'
import { countRange, cutSentence, purposeTitle } from '../model/purposes'

interface Props {
  list: WorkList
  /** What the list holds where it is cut now. */
  cut: Cut | null
  threshold: number | undefined
  onCut: (threshold: number | undefined) => void
}

/** What the ranking is expected to hold, and where to cut it for a purpose. */
export function WorkListView({ list, cut, threshold, onCut }: Props) {
  const { target, objects, expected, purposes } = list
  const hits = target ?? 'answered rightly'
  return (
    <div className="stack">
      <p>
        Of {formatCount(objects)} undecided objects, <strong className="num">{countRange(expected)}</strong> are
        expected to be {hits}.
      </p>
      <DataTable
        caption="What is the list for? Intervals are 95 %; * of the objects that are decided, out of fold."
        rows={purposes}
        rowKey={({ objective, value }) => `${objective}.${value}`}
        columns={columnsOf(threshold, onCut)}
      />
      {cut && (
        <Notice title="The list is cut" live>
          <p>{cutSentence(list, cut)}</p>
          <div>
            <Button size="xs" variant="default" onClick={() => onCut(undefined)}>
              Show the whole list
            </Button>
          </div>
        </Notice>
      )}
    </div>
  )
}

/** A threshold that a person and an address can hold; never above the one that serves the purpose. */
const shortened = (threshold: number) => Math.floor(threshold * 1e6) / 1e6

const columnsOf = (threshold: number | undefined, onCut: Props['onCut']): TableColumn<Purpose>[] => [
  { key: 'purpose', title: 'Purpose', isRowHeader: true, render: purposeTitle },
  {
    key: 'cut',
    title: <span className="visually-hidden">Cut the list there</span>,
    render: (one) => {
      if (one.threshold == null) return <span className="small">{one.reason}</span>
      const at = shortened(one.threshold)
      return (
        <Button
          size="compact-sm"
          variant="default"
          aria-pressed={threshold === at}
          aria-label={`Cut the list: ${purposeTitle(one)}`}
          onClick={() => onCut(threshold === at ? undefined : at)}
        >
          {threshold === at ? 'Cut here' : 'Cut the list'}
        </Button>
      )
    },
  },
  {
    key: 'score',
    title: 'From score',
    isNumber: true,
    render: (one) => (one.threshold == null ? NOTHING : one.threshold.toFixed(3)),
  },
  {
    key: 'length',
    title: 'Objects',
    isNumber: true,
    render: ({ on_list }) => (on_list ? formatCount(on_list.selected) : NOTHING),
  },
  {
    key: 'hits',
    title: 'Right',
    isNumber: true,
    render: ({ on_list }) => (on_list ? countRange(on_list.expected) : NOTHING),
  },
  {
    key: 'wrong',
    title: 'Wrong',
    isNumber: true,
    render: ({ on_list }) => (on_list ? countRange(on_list.expected_false_positives) : NOTHING),
  },
  {
    key: 'pure',
    title: 'Pure*',
    isNumber: true,
    render: ({ precision }) => (precision ? formatPercentEstimate(precision) : NOTHING),
  },
  {
    key: 'missed',
    title: 'Missed*',
    isNumber: true,
    render: ({ missed }) => (missed ? formatPercentEstimate(missed) : NOTHING),
  },
]
