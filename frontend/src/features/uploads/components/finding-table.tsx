import type { Finding } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import { Tag } from '@/components/ui/tag'
import { findingNumber, findingTitle, lockingFirst } from '../model/findings'

/** What the leak guard found: the column, the number against its limit, the sentence, and what follows. */
export function FindingTable({ findings, caption }: { findings: Finding[]; caption: string }) {
  return (
    <DataTable
      caption={caption}
      isCaptionHidden
      rows={lockingFirst(findings)}
      rowKey={({ column, code }, index) => `${column}/${code}/${index}`}
      maxHeight="24rem"
      columns={[
        { key: 'column', title: 'Column', isRowHeader: true, render: ({ column }) => column ?? 'The whole table' },
        {
          key: 'effect',
          title: 'So it is',
          render: ({ locks }) => <Tag tone={locks ? 'bad' : 'warn'}>{locks ? 'Locked' : 'To be checked'}</Tag>,
        },
        { key: 'code', title: 'Finding', render: ({ code }) => findingTitle(code) },
        { key: 'number', title: 'Measured', isNumber: true, render: findingNumber },
        { key: 'text', title: 'What it means', isLong: true, render: ({ text }) => text },
      ]}
    />
  )
}
