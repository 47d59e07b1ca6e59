import { Button } from '@mantine/core'
import { DataTable } from '@/components/ui/data-table'
import { Metric } from '@/components/ui/explained'
import { Facts } from '@/components/ui/facts'
import { Notice } from '@/components/ui/notice'
import { QueryView } from '@/components/ui/query-view'
import { saveText } from '@/lib/files'
import { countOf, formatEstimate, formatNumber, formatShare, formatUnit, NOTHING } from '@/lib/format'
import { formatMoment } from '@/lib/time'
import { useCard, type ModelCard as Card } from '../api/get-card'

/** What a version is, how it was judged, what it looks at, and what to be careful with. */
export function ModelCard({ name, version }: { name: string; version: number }) {
  const query = useCard(name, version)
  return (
    <QueryView query={query} what="the model card" height={320}>
      {(card) => <CardView card={card} />}
    </QueryView>
  )
}

const words = (value: unknown) => (value == null || value === '' ? NOTHING : String(value))

function CardView({ card }: { card: Card }) {
  const { metrics, features, warnings, classes, created_at, task, data, model } = card
  const share = new Map(card.importance.map((one) => [one.feature, one.share]))
  const cautions = warnings.map((warning) => words(warning.text)).filter((text) => text !== NOTHING)
  return (
    <div className="stack">
      <Facts
        facts={[
          ['Task', `${task}: ${classes.join(', ').toLowerCase()}`],
          ['Family', words(model.title ?? model.family ?? model.model)],
          ['Data', words(data.snapshot ?? data.dataset)],
          ['Trained', formatMoment(created_at)],
          ['Columns', countOf(features.length, 'column')],
          ['Derived quantities', card.engineered ? 'yes' : 'no'],
        ]}
      />
      {cautions.length > 0 && (
        <Notice tone="warn" title="To be careful with">
          <ul>
            {cautions.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
      <dl className="row">
        {Object.entries(metrics).map(([metric, estimate]) => (
          <div key={metric}>
            <dt className="small">
              <Metric name={metric} />
            </dt>
            <dd className="num">{formatEstimate(estimate)}</dd>
          </div>
        ))}
      </dl>
      <DataTable
        caption="What it looks at, with the range of nine of ten training rows"
        rows={[...features].sort((a, b) => (share.get(b.name) ?? 0) - (share.get(a.name) ?? 0))}
        rowKey={(column) => column.name}
        maxHeight="24rem"
        columns={[
          { key: 'label', title: 'Column', isRowHeader: true, render: ({ label }) => label },
          { key: 'unit', title: 'Unit', render: ({ unit }) => (unit ? formatUnit(unit) : NOTHING) },
          { key: 'low', title: 'From', isNumber: true, render: ({ low }) => formatNumber(low) },
          { key: 'median', title: 'Median', isNumber: true, render: ({ median }) => formatNumber(median) },
          { key: 'high', title: 'To', isNumber: true, render: ({ high }) => formatNumber(high) },
          { key: 'missing', title: 'Missing', isNumber: true, render: ({ missing }) => formatShare(missing) },
          { key: 'share', title: 'Importance', isNumber: true, render: (one) => formatShare(share.get(one.name)) },
        ]}
      />
      <div>
        <Button
          size="xs"
          variant="default"
          onClick={() => saveText(`${card.name}-v${card.version}-card.md`, 'text/markdown', card.markdown)}
        >
          Download the card (Markdown)
        </Button>
      </div>
    </div>
  )
}
