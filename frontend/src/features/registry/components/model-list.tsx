import { Link } from 'react-router'
import type { RegisteredModel } from '@/client/wire-registry'
import { Metric } from '@/components/ui/explained'
import { DataTable } from '@/components/ui/data-table'
import { ProgressLine } from '@/components/ui/progress-line'
import { Tag } from '@/components/ui/tag'
import type { Tone } from '@/components/ui/notice'
import { to } from '@/config/paths'
import { formatEstimate, NOTHING } from '@/lib/format'
import { isUnfinished } from '../api/get-registry'
import { STATE_TITLES } from '../model/versions'

const TONES: Record<string, Tone> = { serving: 'good', failed: 'bad', training: 'info', waiting: 'info' }

/** Models by name: which serve, and how good they are on stars that they had not seen. */
export function ModelList({ models }: { models: RegisteredModel[] }) {
  const unfinished = models.filter(isUnfinished)
  return (
    <div className="stack">
      {unfinished.map((model) => (
        <Unfinished key={model.name} model={model} />
      ))}
      <DataTable
        caption="What serves under which name"
        isCaptionHidden
        rows={models}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'name',
            title: 'Name',
            isRowHeader: true,
            render: ({ name, versions }) =>
              versions.length > 0 ? <Link to={to.model(name)}>{name}</Link> : <span>{name}</span>,
          },
          {
            key: 'state',
            title: 'State',
            render: ({ state }) => <Tag tone={TONES[state] ?? 'plain'}>{STATE_TITLES[state] ?? state}</Tag>,
          },
          { key: 'version', title: 'Version', isNumber: true, render: ({ version }) => version ?? NOTHING },
          { key: 'family', title: 'Family', render: ({ promoted }) => promoted?.title ?? NOTHING },
          { key: 'data', title: 'Data', render: ({ promoted }) => promoted?.snapshot ?? promoted?.dataset ?? NOTHING },
          ...['accuracy', 'roc_auc'].map((metric) => ({
            key: metric,
            title: <Metric name={metric} />,
            isNumber: true,
            render: ({ promoted }: RegisteredModel) =>
              promoted?.metrics[metric] ? formatEstimate(promoted.metrics[metric]) : NOTHING,
          })),
          {
            key: 'origin',
            title: 'Made by',
            render: ({ origin }) => (origin === 'platform' ? 'the platform' : 'a person'),
          },
        ]}
      />
    </div>
  )
}

function Unfinished({ model: { name, state, progress } }: { model: RegisteredModel }) {
  const { percent = 0, completed = 0, total = 0, unit = '', message } = progress ?? {}
  return (
    <div className="stack-tight">
      <p role="status">
        The platform’s own model <strong>{name}</strong>{' '}
        {state === 'waiting' ? 'waits for its turn' : 'is being trained'}
        {message ? `: ${message}` : '.'}
      </p>
      {state === 'training' && (
        <ProgressLine label={`Training of ${name}`} percent={percent} completed={completed} total={total} unit={unit} />
      )}
    </div>
  )
}
