import type { Dossier } from '@/client/wire'
import { DataTable } from '@/components/ui/data-table'
import type { Tone } from '@/components/ui/notice'
import { Tag } from '@/components/ui/tag'
import { formatShare } from '@/lib/format'
import { spreadWords } from '../model/words'

const STATES: Record<string, { title: string; tone: Tone | 'plain' }> = {
  pass: { title: '✓ passes', tone: 'good' },
  fail: { title: '✗ fails', tone: 'bad' },
  uncertain: { title: '? uncertain', tone: 'warn' },
  not_testable: { title: 'not testable', tone: 'plain' },
}
const stateOf = (state: string) => STATES[state] ?? { title: state, tone: 'plain' as const }

/** What an object's numbers say about it being a planet: value, threshold, verdict and the reason. */
export function PhysicsChecks({ dossier: { checks, check_counts: counts, not_testable } }: { dossier: Dossier }) {
  const words = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${stateOf(state).title.replace(/^\W /, '')}`)
  return (
    <div className="stack-tight">
      <p>
        {words.join(', ')}. Failing says that the numbers do not suit a planet as they stand; passing proves nothing.
      </p>
      <DataTable
        caption="Every check with its value and threshold"
        isCaptionHidden
        rows={checks}
        rowKey={({ name }) => name}
        columns={[
          { key: 'label', title: 'Check', isRowHeader: true, render: ({ label }) => label },
          {
            key: 'state',
            title: 'Verdict',
            render: ({ state, fail_probability: share }) => (
              <>
                <Tag tone={stateOf(state).tone}>{stateOf(state).title}</Tag>
                {state === 'uncertain' && share != null && (
                  <span className="small"> fails in {formatShare(share, 0)}</span>
                )}
              </>
            ),
          },
          { key: 'value', title: 'Value', isNumber: true, render: (check) => spreadWords(check, check.unit) },
          { key: 'threshold', title: 'Passes', render: ({ threshold }) => threshold },
          {
            key: 'reason',
            title: 'Why',
            isLong: true,
            render: ({ reason, source }) => <span title={source}>{reason}</span>,
          },
        ]}
      />
      <details>
        <summary>What no table can tell ({not_testable.length})</summary>
        <ul>
          {not_testable.map(({ name, label, text, where }) => (
            <li key={name}>
              <strong>{label}.</strong> {text} <span className="dim">Look into: {where}.</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}
