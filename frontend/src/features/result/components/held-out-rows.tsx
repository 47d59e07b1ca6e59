import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { ErrorRow } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Pager } from '@/components/ui/pager'
import { QueryView } from '@/components/ui/query-view'
import { to } from '@/config/paths'
import { formatShare } from '@/lib/format'
import { readOnlyReason } from '@/lib/share-token'
import { useRows } from '../api/get-rows'
import type { MatrixCell } from './matrix'
import { Disagreements } from './disagreements'

interface Props {
  sessionId: string
  classes: string[]
  cell: MatrixCell | null
  page: number
  /** Where an object's dossier stands; null for an own table. */
  dossierOf?: ((object: string) => string) | null
  onPage: (page: number) => void
}

/** The objects behind a cell of the confusion matrix, or all on which model and catalogue disagree. */
export function HeldOutRows({ sessionId, classes, cell, page, dossierOf = null, onPage }: Props) {
  const query = useRows(sessionId, { ...cell, page })
  const readOnly = readOnlyReason(sessionId)
  const columns: TableColumn<ErrorRow>[] = [
    {
      key: 'object',
      title: 'Object',
      isRowHeader: true,
      render: ({ object }) => (dossierOf ? <Link to={dossierOf(object)}>{object}</Link> : object),
    },
    { key: 'truth', title: 'Catalogue', render: ({ truth }) => <ClassMark name={truth} classes={classes} /> },
    {
      key: 'prediction',
      title: 'Model',
      render: ({ prediction }) => <ClassMark name={prediction} classes={classes} />,
    },
    { key: 'probability', title: 'Sure', isNumber: true, render: ({ probability }) => formatShare(probability) },
    { key: 'host', title: 'Star', render: ({ host }) => host },
    {
      key: 'explain',
      title: <span className="visually-hidden">Explain</span>,
      render: ({ object }) =>
        readOnly ? (
          <Button size="compact-sm" variant="default" disabled title={readOnly} aria-label={`Explain ${object}`}>
            Explain
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            component={Link}
            to={to.predict(sessionId, { object, predict: '1' })}
            aria-label={`Explain ${object}`}
          >
            Explain
          </Button>
        ),
    },
  ]
  const caption = cell
    ? `${cell.truth} called ${cell.predicted}, the most certain first`
    : 'Objects on which model and catalogue disagree, the most certain first'
  return (
    <QueryView
      query={query}
      what="the objects"
      height={360}
      isEmpty={({ total }) => total === 0}
      empty={<p>There is no such object.</p>}
    >
      {({ rows, total, contradictions }) => (
        <div className="stack-tight">
          {!cell && <Disagreements sessionId={sessionId} contradictions={contradictions} />}
          {readOnly && <p className="small dim">{readOnly}</p>}
          <DataTable
            caption={caption}
            columns={columns}
            rows={rows}
            rowKey={({ object, fold }) => `${object}.${fold}`}
            dim={query.isPlaceholderData}
          />
          <Pager label="Pages of objects" page={page} total={total} onPage={onPage} />
        </div>
      )}
    </QueryView>
  )
}
