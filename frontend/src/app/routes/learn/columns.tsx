import { Select } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { ColumnBrowser } from '@/features/datasets/components/column-browser'
import { RoleWords } from '@/features/learn/components/role-words'
import { useLastDataset } from '@/lib/preferences'
import { LearnPage } from './learn-page'

/** Catalogue, words looked for and the column that is open stand in the address. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  const [last, remember] = useLastDataset()
  const datasets = useDatasets().data?.filter(({ available }) => available) ?? []
  const asked = search.get('dataset') ?? last
  const name = datasets.length === 0 || datasets.some((one) => one.name === asked) ? asked : datasets[0]!.name
  const query = useDataset(name)
  const set = (changes: Record<string, string | null>) => {
    const next = Object.entries({ ...Object.fromEntries(search), ...changes })
    setSearch(Object.fromEntries(next.filter((pair): pair is [string, string] => !!pair[1])), {
      replace: true,
      preventScrollReset: true,
    })
  }
  return (
    <LearnPage
      page="columns"
      lead="A catalogue has a row for each signal and a column for each thing that is known of it. Not everything that is known may be used."
    >
      <QueryView query={query} what="the columns" height={480}>
        {(dataset) => (
          <>
            <Panel title="The five roles">
              <RoleWords columns={dataset.columns} />
            </Panel>
            <Panel title="Look one up" hint="Press a column to see it large.">
              <Select
                label="Catalogue"
                data={datasets.map(({ name: value, title }) => ({ value, label: title }))}
                value={name}
                allowDeselect={false}
                maw="26rem"
                onChange={(value) => {
                  if (!value) return
                  remember(value)
                  set({ dataset: value, column: null })
                }}
              />
              <ColumnBrowser
                key={name}
                dataset={dataset}
                open={search.get('column')}
                onOpen={(column) => set({ dataset: name, column })}
                search={search.get('q') ?? ''}
              />
            </Panel>
          </>
        )}
      </QueryView>
    </LearnPage>
  )
}
