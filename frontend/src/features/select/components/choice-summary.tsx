import type { Selection } from '@/client/wire'
import { Facts, type Fact } from '@/components/ui/facts'
import { Panel } from '@/components/ui/panel'
import { countOf, NOTHING } from '@/lib/format'

/** What will be trained, from what is saved and the defaults for the rest. */
export function ChoiceSummary({ selection }: { selection: Selection }) {
  const { data_source: data, features, model } = selection.effective
  const leaks = features?.allow_leaks?.length ?? 0
  const facts: Fact[] = [
    ['Data', data?.data_source === 'upload' ? 'Your table' : (data?.dataset ?? NOTHING)],
    ['Task', data?.task?.replaceAll('_', ' ') ?? 'your own classes'],
    ['Columns', features?.features ? countOf(features.features.length, 'column') : `preset “${features?.preset ?? 'default'}”`],
    ['Leaks', leaks === 0 ? 'none' : `${countOf(leaks, 'leak')}, allowed on purpose`],
    ['Model', model?.model.replaceAll('_', ' ') ?? NOTHING],
    ['Seed', model?.seed ?? NOTHING],
  ]
  return (
    <Panel title="What will be trained">
      <Facts facts={facts} />
    </Panel>
  )
}
