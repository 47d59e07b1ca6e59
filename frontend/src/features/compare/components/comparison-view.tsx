import type { Comparison, Estimate } from '@/client/wire'
import { MetricPair } from '@/components/charts/metric-pair'
import { Facts } from '@/components/ui/facts'
import { Notice, type Tone } from '@/components/ui/notice'
import { countOf, formatCount } from '@/lib/format'
import { ConfigurationDifferences } from './configuration-differences'
import { TurnedObjects } from './turned-objects'

const TONES: Record<Comparison['verdict'], Tone> = { better: 'good', worse: 'bad', alike: 'info' }
const TITLES: Record<Comparison['verdict'], string> = {
  better: 'This run is better',
  worse: 'The other run is better',
  alike: 'No difference can be told',
}
const chance = (p: number) => (p < 0.001 ? 'below 0.001' : p.toFixed(3))

const pick = (metrics: Comparison['metrics'], side: 'this' | 'other' | 'difference'): Record<string, Estimate> =>
  Object.fromEntries(Object.entries(metrics).map(([name, compared]) => [name, compared[side]]))

/** Two runs on the same objects and folds: only what differs, and what it is worth. */
export function ComparisonView({ comparison }: { comparison: Comparison }) {
  const { this: own, other, metrics, mcnemar, verdict } = comparison
  const names = own.title === other.title ? ['This run', 'The other run'] : [own.title, `${other.title} (other)`]
  return (
    <div className="stack-wide">
      <Notice tone={TONES[verdict]} title={TITLES[verdict]}>
        <p>{comparison.text}</p>
      </Notice>
      {(own.leaky || other.leaky) && (
        <Notice tone="warn" title="A leak was allowed">
          <p>
            {own.leaky && other.leaky ? 'Both runs were' : own.leaky ? 'This run was' : 'The other run was'} trained
            with columns that give the answer away.
          </p>
        </Notice>
      )}
      <ConfigurationDifferences comparison={comparison} />
      <MetricPair
        title="Both on the same held-out stars"
        arms={[
          { name: names[0]!, metrics: pick(metrics, 'this') },
          { name: names[1]!, metrics: pick(metrics, 'other') },
        ]}
        difference={pick(metrics, 'difference')}
      />
      <Facts
        facts={[
          ['Judged on', `${countOf(comparison.rows, 'object')}, ${countOf(comparison.hosts, 'star')}`],
          ['Both right', formatCount(mcnemar.both_right)],
          ['Only this one right', formatCount(mcnemar.gained)],
          ['Only the other right', formatCount(mcnemar.lost)],
          ['Both wrong', formatCount(mcnemar.both_wrong)],
          ['Chance of so uneven a split (McNemar)', chance(mcnemar.p_value)],
        ]}
      />
      <TurnedObjects comparison={comparison} />
      {comparison.warnings.map(({ code, text }) => (
        <Notice key={code + text} tone="warn">
          <p>{text}</p>
        </Notice>
      ))}
    </div>
  )
}
