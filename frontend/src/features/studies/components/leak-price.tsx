import type { LeakPrice } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { countOf } from '@/lib/format'
import { MetricPair } from '@/components/charts/metric-pair'
import { Remarks } from './remarks'

const MOST_NAMED = 12

/** What the leaks buy: the sentence, both numbers with their intervals, and what they rest on. */
export function LeakPriceResult({ price }: { price: LeakPrice }) {
  const { leaks, features, rows, hosts, folds } = price
  const left = leaks.length - MOST_NAMED
  return (
    <div className="stack">
      <Notice tone="warn" title={leaks.length === 1 ? 'What it would buy' : 'What they would buy'}>
        <p>{price.text}</p>
      </Notice>
      <MetricPair
        title="With and without them"
        arms={[
          { name: `With ${countOf(leaks.length, 'leak')}`, metrics: price.with_leaks },
          { name: 'Without', metrics: price.without_leaks },
        ]}
        difference={price.difference}
      />
      <p className="small dim">
        Same model, same {folds} folds, {countOf(rows, 'object')} around {countOf(hosts, 'star')}, beside{' '}
        {countOf(features.length, 'honest column')}. Priced: {leaks.slice(0, MOST_NAMED).join(', ')}
        {left > 0 && ` and ${left} more`}.
      </p>
      <Remarks remarks={price.warnings} />
    </div>
  )
}
