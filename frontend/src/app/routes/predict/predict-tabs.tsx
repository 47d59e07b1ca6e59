import { Tabs } from '@mantine/core'
import { useSearchParams } from 'react-router'
import type { PredictForm } from '@/client/wire'
import { ManyObjects } from '@/features/predict/components/many-objects'
import { OneObject } from '@/features/predict/components/one-object'
import { UndecidedObjects } from '@/features/predict/components/undecided-objects'
import { withAsked } from '@/features/predict/model/asked'

const TABS = ['one', 'many', 'undecided'] as const

interface Props {
  form: PredictForm
  /** Where an object's dossier stands; null for an own table. */
  dossierOf: ((object: string) => string) | null
}

/** Which tab, object and batch are shown stands in the address. */
export function PredictTabs({ form, dossierOf }: Props) {
  const [search, setSearch] = useSearchParams()
  const tab = TABS.find((name) => name === search.get('tab')) ?? 'one'
  // Which rows of a list were asked for is forgotten with the list.
  const set = (changes: Record<string, string>, replace = true) =>
    setSearch(
      { ...Object.fromEntries(withAsked(search, { page: 1 })), ...changes },
      { replace, preventScrollReset: true },
    )
  return (
    <Tabs value={tab} onChange={(name) => set({ tab: name ?? 'one' }, false)} keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="one">One object</Tabs.Tab>
        <Tabs.Tab value="many">Many objects</Tabs.Tab>
        <Tabs.Tab value="undecided">Undecided</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="one">
        <OneObject
          form={form}
          objectName={search.get('object')}
          predictsAtOnce={search.get('predict') === '1'}
          onObject={(object) => set({ object, predict: '0' })}
        />
      </Tabs.Panel>
      <Tabs.Panel value="many">
        <ManyObjects form={form} predictionId={search.get('file')} onStarted={(file) => set({ file })} />
      </Tabs.Panel>
      <Tabs.Panel value="undecided">
        <UndecidedObjects
          dossierOf={dossierOf}
          form={form}
          predictionId={search.get('ranking')}
          onStarted={(ranking) => set({ ranking })}
        />
      </Tabs.Panel>
    </Tabs>
  )
}
