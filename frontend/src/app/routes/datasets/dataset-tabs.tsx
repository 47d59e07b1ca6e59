import { Tabs } from '@mantine/core'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { DatasetDetail } from '@/client/wire'
import { Panel } from '@/components/ui/panel'
import { to } from '@/config/paths'
import { ColumnBrowser } from '@/features/datasets/components/column-browser'
import { LeakGuard } from '@/features/datasets/components/leak-guard'
import { RowPreview } from '@/features/datasets/components/row-preview'
import { NameForm } from '@/features/dossier/components/name-form'
import { countOf } from '@/lib/format'
import { Changes } from './changes'
import { NotHeld } from './not-held'
import { Overview } from './overview'

const TABS = ['overview', 'columns', 'leaks', 'changes', 'rows'] as const

/** Which part of the catalogue is shown, and which column closely, stands in the address. */
export function DatasetTabs({ dataset }: { dataset: DatasetDetail }) {
  const [search, setSearch] = useSearchParams()
  const navigate = useNavigate()
  const tab = TABS.find((name) => name === search.get('tab')) ?? 'overview'
  const set = (changes: Record<string, string | null>, replace = true) => {
    const next = Object.entries({ ...Object.fromEntries(search), ...changes })
    setSearch(Object.fromEntries(next.filter((pair): pair is [string, string] => pair[1] !== null)), {
      replace,
      preventScrollReset: true,
    })
  }
  const openColumn = (column: string | null) => set({ column })
  if (!dataset.available) return <NotHeld dataset={dataset} open={search.get('column')} onOpen={openColumn} />
  return (
    <Tabs value={tab} onChange={(name) => set({ tab: name, column: null }, false)} keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="columns">Columns</Tabs.Tab>
        <Tabs.Tab value="leaks">Leak guard</Tabs.Tab>
        <Tabs.Tab value="changes">Changes</Tabs.Tab>
        <Tabs.Tab value="rows">First rows</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Overview dataset={dataset} />
      </Tabs.Panel>
      <Tabs.Panel value="columns">
        <Panel title="Columns" hint="What each one means, whether a model may see it and why not, and what it holds.">
          <ColumnBrowser dataset={dataset} open={search.get('column')} onOpen={openColumn} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="leaks">
        <Panel
          title="Leak guard"
          hint={
            <>
              Columns that give the answer away make a model look brilliant and worthless on a new object.{' '}
              <Link to={to.learn('leaks')}>Watch that happen in the leak lab</Link>.
            </>
          }
        >
          <LeakGuard dataset={dataset} onOpen={(column) => set({ tab: 'columns', column }, false)} />
        </Panel>
      </Tabs.Panel>
      <Tabs.Panel value="changes">
        <Changes dataset={dataset} />
      </Tabs.Panel>
      <Tabs.Panel value="rows">
        <Panel title="First rows" hint={`The first of ${countOf(dataset.rows, 'row')}, as they were read.`}>
          <NameForm
            datasets={[{ value: dataset.name, label: dataset.title }]}
            label="Open its dossier"
            onFind={({ object }) =>
              navigate(to.dossier(dataset.name, object, dataset.snapshot ? { snapshot: dataset.snapshot } : {}))
            }
          />
          <RowPreview caption={dataset.title} columns={dataset.columns} rows={dataset.preview} canWiden />
        </Panel>
      </Tabs.Panel>
    </Tabs>
  )
}
