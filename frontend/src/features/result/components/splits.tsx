import { Button } from '@mantine/core'
import { useState } from 'react'
import { CopyId } from '@/components/ui/copy-id'
import { DataTable } from '@/components/ui/data-table'
import { Facts } from '@/components/ui/facts'
import { Pager } from '@/components/ui/pager'
import { QueryView } from '@/components/ui/query-view'
import { formatCount } from '@/lib/format'
import { useSplits } from '../api/get-splits'

/** Which object was held out in which fold; kept, so that another run can be judged on the same. */
export function Splits({ sessionId, classes }: { sessionId: string; classes: string[] }) {
  const [page, setPage] = useState(1)
  const query = useSplits(sessionId, page)
  return (
    <QueryView query={query} what="the split" height={360}>
      {({ split_hash, folds, rows, total, download }) => (
        <div className="stack">
          <Facts
            facts={[
              ['Split hash', <CopyId key="hash" id={split_hash} what="the split hash" most={16} />],
              ['Objects', formatCount(total)],
            ]}
          />
          <DataTable
            caption="Folds"
            rows={folds}
            rowKey={({ fold }) => fold}
            columns={[
              { key: 'fold', title: 'Fold', isRowHeader: true, render: ({ fold }) => fold },
              { key: 'objects', title: 'Held out', isNumber: true, render: ({ objects }) => formatCount(objects) },
              { key: 'hosts', title: 'Stars', isNumber: true, render: ({ hosts }) => formatCount(hosts) },
              ...classes.map((name) => ({
                key: name,
                title: name,
                isNumber: true,
                render: ({ by_class }: (typeof folds)[number]) => formatCount(by_class[name] ?? 0),
              })),
            ]}
          />
          <details>
            <summary>Every object and its fold</summary>
            <div className="stack-tight">
              <DataTable
                caption="Objects and the fold that held them out"
                rows={rows}
                rowKey={({ object }, index) => `${object}.${index}`}
                dim={query.isPlaceholderData}
                columns={[
                  { key: 'object', title: 'Object', isRowHeader: true, render: ({ object }) => object },
                  { key: 'host', title: 'Star', render: ({ host }) => host },
                  { key: 'fold', title: 'Fold', isNumber: true, render: ({ fold }) => fold },
                ]}
              />
              <Pager label="Pages of the split" page={page} total={total} onPage={setPage} />
            </div>
          </details>
          <div>
            <Button component="a" href={download} variant="default" download>
              Download the split (CSV)
            </Button>
          </div>
        </div>
      )}
    </QueryView>
  )
}
