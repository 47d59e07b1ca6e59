import type { Estimate } from '@/client/wire'
import { formatEstimate } from '@/lib/format'
import { METRICS } from '@/lib/metrics'
import { DataTable } from '@/components/ui/data-table'

const BEST = { higher: 'Higher', lower: 'Lower', neither: '–' } as const

interface Props {
  /** A real model's scores, as an example. */
  example?: { title: string; metrics: Record<string, Estimate> } | undefined
}

/** Each score with its sentence, unit, range and direction. */
export function ScoreList({ example }: Props) {
  const rows = Object.entries(METRICS)
  return (
    <DataTable
      caption="What each score means"
      isCaptionHidden
      rows={rows}
      rowKey={([name]) => name}
      columns={[
        { key: 'title', title: 'Score', isRowHeader: true, render: ([, { title }]) => title },
        { key: 'help', title: 'In a sentence', isLong: true, render: ([, { help }]) => help },
        { key: 'unit', title: 'Unit', render: ([, { unit }]) => unit },
        { key: 'range', title: 'Range', render: ([, { range }]) => range },
        { key: 'best', title: 'Better', render: ([, { best }]) => BEST[best] },
        ...(example
          ? [
              {
                key: 'example',
                title: example.title,
                isNumber: true,
                render: ([name]: (typeof rows)[number]) =>
                  example.metrics[name] ? formatEstimate(example.metrics[name]) : '–',
              },
            ]
          : []),
      ]}
    />
  )
}
