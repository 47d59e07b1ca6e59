import type { Selection } from '@/client/wire'
import { Facts, type Fact } from '@/components/ui/facts'
import { Panel } from '@/components/ui/panel'
import { countOf, NOTHING } from '@/lib/format'

/** What will be trained, from what is saved and the defaults for the rest. */
interface Props {
  selection: Selection
  /** Titles of datasets, tasks and families by their name. */
  titles: Record<string, string>
}

export function ChoiceSummary({ selection, titles }: Props) {
  const titled = (name: string | null | undefined) => (name ? (titles[name] ?? name.replaceAll('_', ' ')) : NOTHING)
  const { data_source: data, features, model } = selection.effective
  const leaks = features?.allow_leaks?.length ?? 0
  const facts: Fact[] = [
    ['Data', data?.data_source === 'upload' ? 'Your table' : titled(data?.dataset)],
    ['Task', data?.data_source === 'upload' ? 'Your own classes' : titled(data?.task)],
    [
      'Columns',
      features?.features ? countOf(features.features.length, 'column') : `preset “${features?.preset ?? 'default'}”`,
    ],
    ['Leaks', leaks === 0 ? 'none' : `${countOf(leaks, 'leak')}, allowed on purpose`],
    ['Model', titled(model?.model)],
    ['Seed', model?.seed ?? NOTHING],
  ]
  return (
    <Panel title="What will be trained">
      <Facts facts={facts} />
    </Panel>
  )
}
