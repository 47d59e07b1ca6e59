import type { Estimate, Prospective } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DotIntervals } from '@/components/charts/dot-intervals'
import { DataTable } from '@/components/ui/data-table'
import { Facts } from '@/components/ui/facts'
import { countOf, formatCount, formatEstimate, formatShare, NOTHING } from '@/lib/format'
import { metricHelp, metricTitle } from '@/lib/metrics'
import { formatDay } from '@/lib/time'
import { Remarks } from './remarks'

const FATES: Record<string, string> = { undecided: 'still undecided', gone: 'gone from the table' }
const fate = (name: string) => FATES[name] ?? name
const fateWords = (counts: Record<string, number>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${formatCount(count)} ${fate(name)}`)
    .join(', ')

/** A share near its end has no even interval: 100.0 % (72 to 100). */
const shareWords = ({ value, low, high }: Estimate) =>
  low == null || high == null
    ? formatShare(value)
    : `${formatShare(value)} (${Math.round(low * 100)} to ${Math.round(high * 100)})`

/** What became of objects that nobody had decided, and how the older model had ranked them. */
export function ProspectiveResult({ result }: { result: Prospective }) {
  const { evaluation, new_hosts, known_hosts, catalogue_score: score, fates } = result
  const arms = [
    { name: 'All decided since', rows: result.rows, metrics: evaluation.metrics },
    ...(new_hosts ? [{ name: 'Around stars it never saw', ...new_hosts }] : []),
    ...(known_hosts ? [{ name: 'Around stars it knew', ...known_hosts }] : []),
    ...(score ? [{ name: `The catalogue’s own ${score.name}`, rows: score.rows, metrics: score.metrics }] : []),
  ]
  const metrics = Object.keys(evaluation.metrics)
  return (
    <div className="stack">
      <p style={{ fontSize: 'var(--text-lg)', maxWidth: '62ch' }}>{result.text}</p>
      <ChartFigure
        title="Ranking of objects that were undecided then"
        caption={`${metricHelp('roc_auc')} Bars are 95 % intervals from a bootstrap over stars.`}
        csv={() => [
          ['part', 'objects', 'metric', 'value', 'low', 'high'],
          ...arms.flatMap(({ name, rows, metrics: own }) =>
            Object.entries(own).map(([metric, { value, low, high }]) => [name, rows, metric, value, low, high]),
          ),
        ]}
        chart={
          <DotIntervals
            limits={[0, 1]}
            rows={arms.flatMap(({ name, metrics: own }) => (own.roc_auc ? [{ name, estimate: own.roc_auc }] : []))}
          />
        }
        table={
          <DataTable
            caption="Scores on the objects decided since"
            rows={metrics}
            rowKey={(name) => name}
            columns={[
              { key: 'metric', title: 'Metric', isRowHeader: true, render: metricTitle },
              ...arms.map(({ name, rows, metrics: own }) => ({
                key: name,
                title: `${name} (${formatCount(rows)})`,
                isNumber: true,
                render: (metric: string) => (own[metric] ? formatEstimate(own[metric]) : NOTHING),
              })),
            ]}
          />
        }
      />
      <Facts
        facts={[
          ['Trained on', `${result.from.snapshot}, ${formatDay(result.from.date)}`],
          ['Held against', `${result.to.snapshot}, ${formatDay(result.to.date)}`],
          ['Decided then', `${countOf(result.trained_rows, 'object')}, ${countOf(result.trained_hosts, 'star')}`],
          ['Undecided then', countOf(result.undecided_then, 'object')],
          ['Became', fateWords(fates)],
        ]}
      />
      <DataTable
        caption="The top of the list"
        rows={result.tops}
        rowKey={({ length }) => length}
        columns={[
          { key: 'length', title: 'First', isRowHeader: true, render: ({ length }) => formatCount(length) },
          {
            key: 'precision',
            title: 'Planets among the decided',
            isNumber: true,
            render: ({ precision }) => shareWords(precision),
          },
          { key: 'found', title: 'Of all later planets', isNumber: true, render: ({ found }) => formatShare(found) },
          {
            key: 'all',
            title: 'Among the best of all candidates',
            isLong: true,
            render: ({ of_all }) => fateWords(of_all),
          },
        ]}
      />
      <Remarks remarks={result.warnings} />
    </div>
  )
}
