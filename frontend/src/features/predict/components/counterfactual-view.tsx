import { Button } from '@mantine/core'
import type { Row } from '@/client/wire'
import type { ChangedColumn, Counterfactual } from '@/client/wire-explaining'
import { DataTable } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { formatFixed, formatQuantity, formatShare, NOTHING } from '@/lib/format'
import { messageOf } from '@/lib/messages'
import { useFindCounterfactual } from '../api/find-counterfactual'

interface Props {
  sessionId: string
  row: Row
  onApply: (values: Row) => void
}

/** The smallest plausible change of this object that would change its answer. */
export function CounterfactualView({ sessionId, row, onApply }: Props) {
  const find = useFindCounterfactual(sessionId)
  return (
    <Panel
      title="What would change the answer?"
      hint="The smallest plausible change of at most three columns. A small one means that the answer hangs by a thread."
      actions={
        <Button variant="default" loading={find.isPending} onClick={() => find.mutate(row)}>
          {find.data ? 'Look again' : 'Look for it'}
        </Button>
      }
    >
      {find.error && (
        <Notice tone="bad" title="It was not looked for" live>
          <p>{messageOf(find.error)}</p>
        </Notice>
      )}
      {find.data && <Found found={find.data} onApply={onApply} />}
      {!find.data && !find.error && (
        <p className="dim" role="status">
          {find.isPending ? 'Trying changes…' : 'Nothing has been looked for yet.'}
        </p>
      )}
    </Panel>
  )
}

function Found({ found, onApply }: { found: Counterfactual; onApply: Props['onApply'] }) {
  const { text, within_errors, changes, other_class, probability_before, probability_after, warnings } = found
  const values = Object.fromEntries(changes.map(({ feature, after }) => [feature, after]))
  return (
    <div className="stack">
      <Notice tone={within_errors ? 'warn' : 'info'} title={titleOf(found)} live>
        <p>{text}</p>
        {within_errors && <p>The change lies within the errors of the measurement: better data could turn it.</p>}
      </Notice>
      {changes.length > 0 && (
        <>
          <DataTable
            caption={`Probability of ${other_class ?? 'another class'}: ${formatShare(probability_before)} now, ${formatShare(probability_after)} then`}
            rows={changes}
            rowKey={({ feature }) => feature}
            columns={COLUMNS}
          />
          <div>
            <Button size="xs" variant="default" onClick={() => onApply(values)}>
              Judge the changed object
            </Button>
          </div>
        </>
      )}
      {warnings.map((warning) => (
        <p key={warning.code} className="small dim">
          {warning.text}
        </p>
      ))}
    </div>
  )
}

const titleOf = ({ found, other_class }: Counterfactual) =>
  found && other_class ? `It would be ${other_class.toLowerCase()}` : 'No small change was found'

const COLUMNS = [
  { key: 'label', title: 'Column', isRowHeader: true, render: ({ label, feature }: ChangedColumn) => label || feature },
  {
    key: 'before',
    title: 'Now',
    isNumber: true,
    render: ({ before, unit }: ChangedColumn) => formatQuantity(before, unit),
  },
  {
    key: 'after',
    title: 'Then',
    isNumber: true,
    render: ({ after, unit }: ChangedColumn) => formatQuantity(after, unit),
  },
  {
    key: 'errors',
    title: 'In errors of the value',
    isNumber: true,
    render: ({ errors }: ChangedColumn) => (errors == null ? NOTHING : formatFixed(errors, 1)),
  },
]
