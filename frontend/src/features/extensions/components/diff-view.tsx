import type { ExtensionDiff } from '@/client/wire'
import { Facts, type Fact } from '@/components/ui/facts'
import { Notice } from '@/components/ui/notice'
import { countOf, formatCount } from '@/lib/format'
import { DiffRows, RejectedRows } from './diff-rows'

const COUNTS: [key: string, title: string][] = [
  ['new', 'New objects'],
  ['update', 'Known ones that change'],
  ['unchanged', 'Known ones that say the same'],
  ['left_out', 'Without a class that counts'],
  ['rejected', 'Not taken'],
]

const listed = (shown: number, total: number, what: string) =>
  shown < total ? `${what}; the first ${formatCount(shown)} of ${formatCount(total)}` : what

/** What extending would do, before anything is kept. */
export function DiffView({ diff, isKept = false }: { diff: ExtensionDiff; isKept?: boolean }) {
  const { counts, rows, rejected, notes, transitions } = diff
  const taken = (counts.new ?? 0) + (counts.update ?? 0)
  const facts: Fact[] = COUNTS.map(([key, title]) => [title, formatCount(counts[key] ?? 0)])
  return (
    <div className="stack">
      {taken === 0 ? (
        <Notice tone="warn" title="Nothing would change">
          <p>No row adds an object or says anything new of a known one. The reasons stand below.</p>
        </Notice>
      ) : (
        <p>
          {countOf(counts.new ?? 0, 'new object')}, {countOf(counts.update ?? 0, 'known one')} changed.
          {!isKept && ' Nothing has been kept yet.'}
        </p>
      )}
      <Facts facts={facts} />
      {transitions.length > 0 && (
        <div className="stack-tight">
          <h3>Verdicts that change</h3>
          <ul>
            {transitions.map(({ from, to, count }) => (
              <li key={`${from}/${to}`}>
                {from ?? 'no verdict'} → {to ?? 'no verdict'}: <span className="num">{countOf(count, 'object')}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {rows.length > 0 && <DiffRows rows={rows} caption={listed(rows.length, taken, 'Objects that change')} />}
      {rejected.length > 0 && (
        <RejectedRows
          rows={rejected}
          caption={listed(rejected.length, counts.rejected ?? rejected.length, 'Rows that are not taken')}
        />
      )}
      {notes.length > 0 && (
        <ul className="small dim">
          {notes.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
