import type { DatasetDetail, Finding } from '@/client/wire'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { Tag } from '@/components/ui/tag'
import { countOf, formatCount, formatFixed, formatShare, NOTHING } from '@/lib/format'
import { codeWords, groupFindings, notFound, type FindingGroup } from '../model/finding-groups'
import styles from './leak-guard.module.css'

interface Props {
  dataset: DatasetDetail
  onOpen: (column: string) => void
}

/** What the leak guard found in a table, by what it means, each with its number, its limit and a sentence. */
export function LeakGuard({ dataset, onOpen }: Props) {
  const { findings, columns } = dataset
  const locked = new Set(findings.filter(({ locks }) => locks).map(({ column }) => column))
  locked.delete(null)
  const groups = groupFindings(findings)
  const clean = notFound(groups)
  if (findings.length === 0)
    return (
      <Notice tone="good" title="Nothing found">
        <p>No column gives the answer away, names the rows or is empty, and no row stands in the table twice.</p>
      </Notice>
    )
  return (
    <div className="stack">
      <p>
        {countOf(locked.size, 'column')} of {formatCount(columns.length)} stay locked unless they are opened on purpose.
        The measured numbers come from rows of stars that the measurement had not seen.
      </p>
      {groups.map((group) => (
        <Group key={group.name} group={group} onOpen={onOpen} />
      ))}
      {clean.length > 0 && <p className="small dim">Looked for and not found: {clean.join('; ')}.</p>}
    </div>
  )
}

function measured({ code, value }: Finding) {
  const { measure } = codeWords(code)
  if (value == null || measure === 'none') return NOTHING
  if (measure === 'share') return formatShare(value)
  return measure === 'count' ? formatCount(value) : formatFixed(value, 3)
}

function limit({ code, value, threshold }: Finding) {
  const { measure } = codeWords(code)
  if (value == null || threshold == null || measure === 'none' || code === 'constant') return NOTHING
  return measure === 'share' ? formatShare(threshold, 0) : String(threshold)
}

function Group({ group, onOpen }: { group: FindingGroup; onOpen: (column: string) => void }) {
  const columns: TableColumn<Finding>[] = [
    {
      key: 'column',
      title: 'Column',
      isRowHeader: true,
      render: ({ column }) =>
        column === null ? (
          'The whole table'
        ) : (
          <button type="button" className={styles.open} onClick={() => onOpen(column)}>
            {column}
          </button>
        ),
    },
    { key: 'what', title: 'Measured', render: ({ code }) => codeWords(code).short },
    { key: 'value', title: 'Number', isNumber: true, render: measured },
    { key: 'threshold', title: 'Limit', isNumber: true, render: limit },
    {
      key: 'locks',
      title: 'State',
      render: ({ locks }) => <Tag tone={locks ? 'bad' : 'warn'}>{locks ? 'locked' : 'warned of'}</Tag>,
    },
    { key: 'text', title: 'In words', isLong: true, render: ({ text }) => text },
  ]
  return (
    <details className={styles.group} open={group.findings.some(({ value }) => value !== null)}>
      <summary className={styles.title}>
        <h3>{group.title}</h3> <span className="num dim">{countOf(group.findings.length, 'finding')}</span>
      </summary>
      <div className="stack-tight">
        <p className="small dim">{group.about}</p>
        <DataTable
          caption={group.title}
          isCaptionHidden
          columns={columns}
          rows={group.findings}
          rowKey={(_, index) => index}
          maxHeight="26rem"
        />
      </div>
    </details>
  )
}
