import type { RowProblem } from '@/client/wire'
import { countOf, formatCount, NOTHING } from '@/lib/format'
import { DataTable, type TableColumn } from './data-table'
import { Notice } from './notice'

const columns: TableColumn<RowProblem>[] = [
  { key: 'line', title: 'Line', isNumber: true, render: (problem) => formatCount(problem.line) },
  { key: 'column', title: 'Column', render: (problem) => problem.column || NOTHING },
  { key: 'value', title: 'Value', render: (problem) => <code>{problem.value || NOTHING}</code> },
  { key: 'message', title: 'What is wrong', isLong: true, render: (problem) => problem.message },
]

interface Props {
  problems: RowProblem[]
  /** All problems found, when only the first ones are listed. */
  total?: number
  /** What became of the rows concerned. */
  consequence: string
}

export function ProblemList({ problems, total = problems.length, consequence }: Props) {
  if (total === 0) return null
  const shown = problems.length < total ? ` The first ${formatCount(problems.length)} are listed.` : ''
  return (
    <div className="stack-tight">
      <Notice tone="warn" title={`${countOf(total, 'problem')} in the file`}>
        <p>
          {consequence}
          {shown}
        </p>
      </Notice>
      {problems.length > 0 && (
        <DataTable
          caption="Problems by line"
          columns={columns}
          rows={problems}
          rowKey={(_, index) => index}
          maxHeight="16rem"
        />
      )}
    </div>
  )
}
