import { Select } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Snapshot } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { formatDay } from '@/lib/time'
import { useProspective } from '../api/get-prospective'
import { AskStudy } from './ask-study'
import { ProspectiveObjects } from './prospective-objects'
import { ProspectiveResult } from './prospective-result'

interface Props {
  sessionId: string
  /** Held copies of the catalogue, the newest first. */
  snapshots: Snapshot[]
  /** Shown where there is no older snapshot to learn from. */
  missing: ReactNode
}

/** Train on the catalogue as it was, and look what became of what was undecided. */
export function ProspectivePanel({ sessionId, snapshots, missing }: Props) {
  const [newest, older] = snapshots
  const [from, setFrom] = useState(older?.id ?? '')
  const [to, setTo] = useState(newest?.id ?? '')
  const query = useProspective(sessionId, { page: 1 })
  if (!newest || !older) return missing
  const choices = snapshots.map(({ id, date }) => ({ value: id, label: `${formatDay(date)} (${id})` }))
  return (
    <div className="stack">
      <div className="row" style={{ alignItems: 'end' }}>
        <Select
          label="Learn from"
          data={choices}
          value={from}
          allowDeselect={false}
          onChange={(id) => id && setFrom(id)}
          style={{ flex: '1 1 14rem' }}
        />
        <Select
          label="Look into"
          data={choices}
          value={to}
          allowDeselect={false}
          onChange={(id) => id && setTo(id)}
          style={{ flex: '1 1 14rem' }}
        />
      </div>
      <QueryView query={query} what="earlier validations" height={80}>
        {({ study_id }) => (
          <AskStudy
            sessionId={sessionId}
            question={{ study: 'prospective', from, to }}
            label="Look what became of them"
            cost="One fit of your model on the older snapshot. Nothing of the newer one is read before the scores stand."
            what="the prospective validation"
            known={study_id}
            blockedBecause={from === to ? 'Choose two different snapshots.' : null}
          >
            {(result) =>
              'fates' in result && (
                <>
                  <ProspectiveResult result={result} />
                  <ProspectiveObjects sessionId={sessionId} fates={result.fates} />
                </>
              )
            }
          </AskStudy>
        )}
      </QueryView>
    </div>
  )
}
