import type { VersionComparison } from '@/client/wire'
import { Facts } from '@/components/ui/facts'
import { Notice, type Tone } from '@/components/ui/notice'
import { countOf, formatCount } from '@/lib/format'
import { MetricPair } from '@/components/charts/metric-pair'
import { Remarks } from './remarks'

const TONES: Record<VersionComparison['verdict'], Tone> = { better: 'good', worse: 'bad', alike: 'info' }
const TITLES: Record<VersionComparison['verdict'], string> = {
  better: 'Your rows help',
  worse: 'Your rows hurt',
  alike: 'No difference can be told',
}

const asChance = (p: number) => (p < 0.001 ? 'below 0.001' : p.toFixed(3))

/** Models of both versions on the same held-out stars. */
export function VersionComparisonResult({ comparison }: { comparison: VersionComparison }) {
  const { verdict, trained_rows: trained } = comparison
  return (
    <div className="stack">
      <Notice tone={TONES[verdict]} title={TITLES[verdict]}>
        <p>{comparison.text}</p>
      </Notice>
      <MetricPair
        title="Both versions on the same held-out stars"
        arms={[
          { name: 'With your rows', metrics: comparison.extended },
          { name: 'Catalogue alone', metrics: comparison.base },
        ]}
        difference={comparison.difference}
      />
      <Facts
        facts={[
          ['Judged on', `${countOf(comparison.rows, 'object')}, ${countOf(comparison.hosts, 'star')}`],
          ['Decided objects, catalogue alone', formatCount(trained.base)],
          ['Decided objects, with your rows', formatCount(trained.extended)],
          ['New', formatCount(comparison.new_rows)],
          ['With changed values', formatCount(comparison.changed_rows)],
          ['Of another class now', formatCount(comparison.relabelled_rows)],
          ['Right only with your rows', formatCount(comparison.gained)],
          ['Right only without them', formatCount(comparison.lost)],
          ['Chance of so uneven a split (McNemar)', asChance(comparison.p_value)],
        ]}
      />
      <Remarks remarks={comparison.warnings} />
    </div>
  )
}
