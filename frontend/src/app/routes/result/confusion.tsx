import { Button } from '@mantine/core'
import { useSearchParams } from 'react-router'
import type { ResultSummary } from '@/client/wire'
import { to } from '@/config/paths'
import { ConfusionMatrix } from '@/features/result/components/confusion-matrix'
import type { MatrixCell } from '@/features/result/components/matrix'
import { HeldOutRows } from '@/features/result/components/held-out-rows'

/** The matrix and the objects behind it; the open cell stands in the address. */
export function Confusion({ result }: { result: ResultSummary }) {
  const [search, setSearch] = useSearchParams()
  const { dataset, snapshot } = result.data
  const truth = search.get('truth')
  const predicted = search.get('predicted')
  const cell: MatrixCell | null = truth && predicted ? { truth, predicted } : null
  const page = Math.max(1, Number(search.get('page')) || 1)
  const go = (next: MatrixCell | null, nextPage = 1) =>
    setSearch(
      { ...next, ...(nextPage > 1 ? { page: String(nextPage) } : {}) },
      { replace: true, preventScrollReset: true },
    )
  const isOpen = (next: MatrixCell) => next.truth === truth && next.predicted === predicted
  return (
    <div className="stack">
      <ConfusionMatrix result={result} open={cell} onOpen={(next) => go(isOpen(next) ? null : next)} />
      {cell && (
        <div>
          <Button size="xs" variant="default" onClick={() => go(null)}>
            Back to all disagreements
          </Button>
        </div>
      )}
      <HeldOutRows
        sessionId={result.session_id}
        classes={result.classes}
        cell={cell}
        page={page}
        dossierOf={snapshot ? (object) => to.dossier(dataset, object, { snapshot, session: result.session_id }) : null}
        onPage={(next) => go(cell, next)}
      />
    </div>
  )
}
