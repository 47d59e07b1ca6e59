import type { Assessment } from '@/client/wire'
import { BarCell } from '@/components/charts/bar-cell'
import { DataTable } from '@/components/ui/data-table'
import { Facts } from '@/components/ui/facts'
import { Notice, type Tone } from '@/components/ui/notice'
import { formatShare, formatQuantity } from '@/lib/format'
import { CLASSES, EDGES, plain, spreadWords, ZONES } from '../model/words'

const TONES: Record<string, Tone> = { conservative: 'good', optimistic: 'good', not: 'info', unknown: 'warn' }

/** Where a planet stands, how surely, how like the Earth, and what would be needed to tell more. */
export function AssessmentView({ assessment }: { assessment: Assessment }) {
  const { habitability, zone, probabilities, insolation, similarity, missing, edges } = assessment
  const shares = Object.entries(probabilities)
  return (
    <div className="stack">
      <Notice tone={TONES[habitability] ?? 'info'} title={CLASSES[habitability] ?? plain(habitability)}>
        <p>Its light: {ZONES[zone] ?? plain(zone)}.</p>
        {missing.length > 0 && (
          <ul>
            {missing.map(({ name, text }) => (
              <li key={name}>
                <strong>{plain(name)}:</strong> {text}
              </li>
            ))}
          </ul>
        )}
      </Notice>
      <DataTable
        caption="Probability of each class under the catalogued errors"
        rows={shares}
        rowKey={([name]) => name}
        columns={[
          { key: 'class', title: 'Class', isRowHeader: true, render: ([name]) => CLASSES[name] ?? plain(name) },
          {
            key: 'bar',
            title: <span className="visually-hidden">Bar</span>,
            render: ([, share]) => <BarCell share={share} />,
          },
          { key: 'share', title: 'Probability', isNumber: true, render: ([, share]) => formatShare(share) },
        ]}
      />
      <Facts
        facts={[
          ['Light, Earth = 1', spreadWords(insolation)],
          ['Known from', assessment.insolation_source || 'not known'],
          ['Likeness to the Earth (light and radius)', spreadWords(similarity.light_and_radius)],
          [
            'Likeness of four properties',
            similarity.four_properties.value == null
              ? `lacks ${similarity.missing.map(plain).join(', ')}`
              : spreadWords(similarity.four_properties),
          ],
          ...Object.entries(edges).map(([name, edge]): [string, string] => [
            `${EDGES[name] ?? plain(name)} gets`,
            formatQuantity(edge, 'Earth flux'),
          ]),
        ]}
      />
      {assessment.without_errors.length > 0 && (
        <p className="small dim">
          Taken as exact, because no error is given: {assessment.without_errors.map(plain).join(', ')}.
        </p>
      )}
      {[...assessment.warnings, ...similarity.warnings].map(({ code, text }) => (
        <p key={code} className="small dim">
          {text}
        </p>
      ))}
    </div>
  )
}
