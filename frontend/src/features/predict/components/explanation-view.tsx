import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Contribution, Explanation } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DataTable } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { formatFixed, formatQuantity, formatSigned, NOTHING } from '@/lib/format'
import { scaled, SCALE_WORDS, scalesOf, type Scaled, type ScaleName } from '../model/scales'
import { toWaterfall } from '../model/waterfall'
import { WaterfallChart } from './waterfall-chart'

const MOST_BARS = 10
const MOST_SENTENCES = 4

const shown = ({ value, unit }: Contribution) =>
  value == null ? 'missing' : typeof value === 'number' ? formatQuantity(value, unit) : String(value)

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Why, in a sentence for a newcomer, and the main reasons. */
export function Reasons({ explanation: { summary, contributions } }: { explanation: Explanation }) {
  return (
    <>
      {summary && <p>{summary}</p>}
      <ul className="stack-tight" aria-label="The main reasons">
        {contributions.slice(0, MOST_SENTENCES).map(({ feature, text }) => (
          <li key={feature}>{capital(text)}.</li>
        ))}
      </ul>
    </>
  )
}

/** The contributions on the scale that is wanted; with the reasons in words, unless those stand elsewhere. */
export function ExplanationView({ explanation, hasWords = true }: { explanation: Explanation; hasWords?: boolean }) {
  const scales = scalesOf(explanation)
  const [wanted, setWanted] = useState<ScaleName>('probability')
  const scale = scales.includes(wanted) ? wanted : (scales[0] ?? null)
  const { note, warnings } = explanation
  return (
    <div className="stack">
      {hasWords && <Reasons explanation={explanation} />}
      {scales.length > 1 && (
        <SegmentedControl
          aria-label="Scale of the contributions"
          value={scale ?? undefined}
          onChange={(name) => setWanted(name as ScaleName)}
          data={scales.map((name) => ({ value: name, label: SCALE_WORDS[name] }))}
          style={{ alignSelf: 'start' }}
        />
      )}
      <Contributions explanation={explanation} scale={scale} />
      {note && <p className="small dim">{note}</p>}
      {(warnings ?? []).map(({ code, text }) => (
        <Notice key={code} tone="warn">
          <p>{text}</p>
        </Notice>
      ))}
    </div>
  )
}

function Contributions({ explanation, scale }: { explanation: Explanation; scale: ScaleName | null }) {
  const numbers = useMemo(() => scaled(explanation, scale), [explanation, scale])
  const waterfall = useMemo(() => toWaterfall({ ...explanation, ...numbers }, MOST_BARS, shown), [explanation, numbers])
  const { unit, base_value, output, contributions } = numbers
  const { predicted_class } = explanation
  return (
    <ChartFigure
      title="Contributions"
      caption={captionOf(numbers, predicted_class)}
      csv={() => [
        ['column', 'label', 'value', 'value_unit', `contribution (${unit})`, 'formula'],
        ['(average object)', '', '', '', base_value, ''],
        ...contributions.map((one) => [one.feature, one.label, one.value, one.unit, one.contribution, one.formula]),
      ]}
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
            { key: 'formula', title: 'Formula', render: ({ formula }) => (formula ? <code>{formula}</code> : NOTHING) },
            { key: 'text', title: 'In words', isLong: true, render: ({ text }) => text || NOTHING },
          ]}
        />
      }
    />
  )
}

const captionOf = ({ unit, base_value, output, calibration, answer }: Scaled, name: string) =>
  `In ${unit} of ${name}: ${formatFixed(base_value)} for the average object, and ${formatFixed(output)} for this one. ` +
  'The contributions add up to the difference.' +
  (Math.abs(calibration) < 0.005
    ? ''
    : ` Calibration then moves it by ${formatSigned(calibration)} to ${formatFixed(answer)}, the answer.`)
