import { Select } from '@mantine/core'
import type { ModelAsked } from '../api/get-dossier'

export interface ModelOption {
  asked: ModelAsked
  label: string
}

interface Props {
  sessions: ModelOption[]
  promoted: ModelOption[]
  chosen: ModelAsked
  onChoose: (asked: ModelAsked) => void
}

const keyOf = (asked: ModelAsked) => ('session' in asked ? `session ${asked.session}` : `model ${asked.model}`)
const itemOf = ({ asked, label }: ModelOption) => ({ value: keyOf(asked), label })

export const isSame = (one: ModelAsked, other: ModelAsked) => keyOf(one) === keyOf(other)

/** Which model is asked: one of one's own, or one that the platform serves under a name. */
export function ModelChoice({ sessions, promoted, chosen, onChoose }: Props) {
  const groups = [
    { group: 'Your trained sessions', items: sessions.map(itemOf) },
    { group: 'Promoted models', items: promoted.map(itemOf) },
  ].filter(({ items }) => items.length > 0)
  return (
    <Select
      label="Which model"
      data={groups}
      value={keyOf(chosen)}
      allowDeselect={false}
      onChange={(key) => {
        const found = [...sessions, ...promoted].find(({ asked }) => keyOf(asked) === key)
        if (found) onChoose(found.asked)
      }}
      style={{ flex: '1 1 18rem' }}
      maw="34rem"
    />
  )
}
