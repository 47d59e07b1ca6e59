import { useMemo } from 'react'
import type { Contribution, Explanation } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DataTable } from '@/components/ui/data-table'
import { formatFixed, formatQuantity, formatSigned, NOTHING } from '@/lib/format'
import { toWaterfall } from '../model/waterfall'
import { WaterfallChart } from './waterfall-chart'

const MOST_BARS = 10
const MOST_SENTENCES = 4

const shown = ({ value, unit }: Contribution) =>
  value == null ? 'missing' : typeof value === 'number' ? formatQuantity(value, unit) : String(value)

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Contributions as sentences, as a waterfall and as a table. */
export function ExplanationView({ explanation }: { explanation: Explanation }) {
  const waterfall = useMemo(() => toWaterfall(explanation, MOST_BARS, shown), [explanation])
  const { base_value, output, unit, predicted_class, contributions } = explanation
  return (
    <div className="stack">
      <ul className="stack-tight" aria-label="The main reasons">
        {contributions.slice(0, MOST_SENTENCES).map(({ feature, text }) => (
          <li key={feature}>{capital(text)}.</li>
        ))}
      </ul>
      <ChartFigure
        title="Contributions"
        caption={`In ${unit} of ${predicted_class}: ${formatFixed(base_value)} for the average object, and ${formatFixed(output)} for this one. The contributions add up to the difference.`}
        chart={
          <WaterfallChart waterfall={waterfall} base={base_value} output={output} predictedClass={predicted_class} />
        }
        table={
          <DataTable
            caption={`All contributions, in ${unit}`}
            maxHeight="28rem"
            rows={contributions}
            rowKey={({ feature }) => feature}
            columns={[
              { key: 'label', title: 'Column', isRowHeader: true, render: ({ label, feature }) => label || feature },
              { key: 'value', title: 'Value', isNumber: true, render: shown },
              {
                key: 'contribution',
                title: 'Contribution',
                isNumber: true,
                render: ({ contribution }) => formatSigned(contribution, 3),
              },
              { key: 'text', title: 'In words', isLong: true, render: ({ text }) => text || NOTHING },
            ]}
          />
        }
      />
    </div>
  )
}
