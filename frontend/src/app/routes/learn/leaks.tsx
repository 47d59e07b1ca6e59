import { Button } from '@mantine/core'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { DatasetDetail } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { useDataset } from '@/features/datasets/api/get-dataset'
import { LeakChoice } from '@/features/learn/components/leak-choice'
import { LeakJump } from '@/features/learn/components/leak-jump'
import { Worthless } from '@/features/learn/components/worthless'
import { LeakPriceResult } from '@/features/studies/components/leak-price'
import { StudyView } from '@/features/studies/components/study-view'
import { messageOf } from '@/lib/messages'
import { LearnPage } from './learn-page'
import { useLeakLab } from './use-leak-lab'

const FIRST = 'koi_score'

export function Component() {
  const query = useDataset('kepler')
  return (
    <LearnPage
      page="leaks"
      lead="Tables of judged objects hold columns that were written by the judges. A model that sees them looks brilliant. Try it."
    >
      <QueryView query={query} what="the columns" height={480}>
        {(dataset) => <Lab dataset={dataset} />}
      </QueryView>
    </LearnPage>
  )
}

/** The columns and the study stand in the address, so that a measurement can be shown to others. */
function Lab({ dataset }: { dataset: DatasetDetail }) {
  const [search, setSearch] = useSearchParams()
  const leaks = dataset.columns.filter(
    ({ role, kind }) => role === 'leak' && (kind === 'number' || kind === 'category'),
  )
  const asked = (search.get('columns') ?? FIRST).split(',').filter((name) => leaks.some((leak) => leak.name === name))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(asked.length > 0 ? asked : leaks.slice(0, 1).map(({ name }) => name)),
  )
  const lab = useLeakLab()
  const studyId = search.get('study')
  const names = [...chosen]
  const measure = () =>
    lab.mutate(names, {
      onSuccess: ({ study_id }) =>
        setSearch({ columns: names.join(','), study: study_id }, { replace: true, preventScrollReset: true }),
    })
  const shown = leaks.find(({ name }) => name === (names.includes(FIRST) ? FIRST : names[0]))
  return (
    <>
      <div className="halves">
        <Panel title="1. Choose a leak">
          <LeakChoice leaks={leaks} chosen={chosen} onChange={setChosen} />
        </Panel>
        <Panel
          title="2. Watch the number jump"
          hint="The recommended model is trained on the Kepler table twice, on the same three folds of whole stars: without and with your columns. That takes about a quarter of a minute."
        >
          <div>
            <Button size="md" onClick={measure} loading={lab.isPending} disabled={chosen.size === 0}>
              Measure it
            </Button>
          </div>
          {lab.error && (
            <Notice tone="bad" title="It was not measured" live>
              <p>{messageOf(lab.error)}</p>
            </Notice>
          )}
          {studyId ? (
            <StudyView key={studyId} studyId={studyId} what="the leak">
              {(result) =>
                'with_leaks' in result && (
                  <>
                    <LeakJump price={result} />
                    <details>
                      <summary>All numbers</summary>
                      <LeakPriceResult price={result} />
                    </details>
                  </>
                )
              }
            </StudyView>
          ) : (
            <p className="dim">Nothing has been measured yet.</p>
          )}
        </Panel>
      </div>
      {shown && (
        <Panel title="3. Why it is worthless">
          <Worthless column={shown} classes={dataset.classes} />
        </Panel>
      )}
    </>
  )
}
