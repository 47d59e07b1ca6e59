import type { Finding } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { countOf } from '@/lib/format'
import { useFindings } from '../api/get-findings'
import { FindingTable } from './finding-table'

function summaryOf(findings: Finding[]) {
  const locked = new Set(findings.filter(({ locks }) => locks).map(({ column }) => column)).size
  const open = findings.filter(({ locks }) => !locks).length
  const words = `${countOf(locked, 'column')} ${locked === 1 ? 'is' : 'are'} locked`
  return open === 0 ? `${words}.` : `${words}; ${countOf(open, 'further finding')} to be checked by you.`
}

interface Props {
  uploadId: string
  target: string | null
  host: string | null
}

/** What in an own table gives the chosen answer away, measured. */
export function GuardFindings({ uploadId, target, host }: Props) {
  const query = useFindings({ uploadId, target, host })
  return (
    <Panel
      title="What gives the answer away?"
      hint="Each column alone is asked to tell the classes apart, on stars it has not seen; so are its gaps, its name, and rows that stand in the table twice."
    >
      {target === null ? (
        <p className="dim">It is measured as soon as you say which column holds the answer.</p>
      ) : (
        <QueryView
          query={query}
          what="what the leak guard measures"
          height={160}
          isEmpty={(findings) => findings.length === 0}
          empty={
            <Notice tone="good" title="Nothing was found">
              <p>No column tells the classes apart by itself, and no row stands in the table twice.</p>
            </Notice>
          }
        >
          {(findings) => (
            <>
              <p className="small">{summaryOf(findings)}</p>
              <FindingTable findings={findings} caption={`What the leak guard found for ${target}`} />
            </>
          )}
        </QueryView>
      )}
    </Panel>
  )
}
