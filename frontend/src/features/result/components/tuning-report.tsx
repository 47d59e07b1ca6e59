import type { TuningSearch, TuningSection } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DotIntervals, type DotRow } from '@/components/charts/dot-intervals'
import { DataTable } from '@/components/ui/data-table'
import { Facts } from '@/components/ui/facts'
import { QueryView } from '@/components/ui/query-view'
import { formatCount, formatFixed, formatNumber, NOTHING } from '@/lib/format'
import { useTuning } from '../api/get-tuning'

const titleOf = (search: string) => (search === 'final' ? 'Final model' : search.replace(/^fold-/, 'Fold '))
const ENDED: Record<TuningSearch['ended'], string> = {
  trials: 'all trials done',
  timeout: 'out of time',
  stopped: 'stopped',
}
const shown = (value: unknown) => (typeof value === 'number' ? formatNumber(value, 4) : String(value))

/** What each fold's search found, what it promised, and what validation gave. */
export function TuningReport({ sessionId }: { sessionId: string }) {
  const query = useTuning(sessionId)
  return (
    <QueryView
      query={query}
      what="what tuning found"
      height={360}
      isEmpty={({ searches }) => searches.length === 0}
      empty={<NotTuned />}
    >
      {(section) => <Report section={section} />}
    </QueryView>
  )
}

const NotTuned = () => (
  <p className="dim">
    This run was trained with the settings as chosen: nothing was searched for. A budget can be set in the step
    Evaluation.
  </p>
)

function Report({ section: { text, searches, hyperparameters } }: { section: TuningSection }) {
  const dots: DotRow[] = searches.flatMap(({ search, start_value, best_value }) => [
    { name: `${titleOf(search)}, as chosen`, estimate: { value: start_value } },
    { name: `${titleOf(search)}, best`, estimate: { value: best_value } },
  ])
  return (
    <div className="stack">
      <p>{text}</p>
      <ChartFigure
        title="What the searches found"
        caption="Log-loss on inner folds of the training stars; lower is better. Held out is the same fold's validation, which no search saw."
        csv={() => [
          ['search', 'trials', 'ended', 'start', 'best', 'held_out'],
          ...searches.map((own) => [
            own.search,
            own.trials.length,
            own.ended,
            own.start_value,
            own.best_value,
            own.outer_value,
          ]),
        ]}
        chart={<DotIntervals rows={dots} format={({ value }) => formatFixed(value, 4)} />}
        table={<SearchTable searches={searches} />}
      />
      <h3>Settings of the final model</h3>
      <Facts facts={Object.entries(hyperparameters).map(([name, value]) => [name, shown(value)])} />
      <details>
        <summary>Settings by fold</summary>
        <SettingsTable searches={searches} />
      </details>
    </div>
  )
}

function SearchTable({ searches }: { searches: TuningSearch[] }) {
  return (
    <DataTable
      caption="Searches"
      rows={searches}
      rowKey={({ search }) => search}
      columns={[
        { key: 'search', title: 'Search', isRowHeader: true, render: ({ search }) => titleOf(search) },
        { key: 'trials', title: 'Trials', isNumber: true, render: ({ trials }) => formatCount(trials.length) },
        { key: 'ended', title: 'Ended', render: ({ ended }) => ENDED[ended] },
        { key: 'start', title: 'As chosen', isNumber: true, render: (own) => formatFixed(own.start_value, 4) },
        { key: 'best', title: 'Best', isNumber: true, render: (own) => formatFixed(own.best_value, 4) },
        { key: 'outer', title: 'Held out', isNumber: true, render: (own) => formatFixed(own.outer_value, 4) },
      ]}
    />
  )
}

function SettingsTable({ searches }: { searches: TuningSearch[] }) {
  const names = [...new Set(searches.flatMap(({ settings }) => Object.keys(settings)))]
  return (
    <DataTable
      caption="The best settings of each search"
      isCaptionHidden
      rows={searches}
      rowKey={({ search }) => search}
      columns={[
        { key: 'search', title: 'Search', isRowHeader: true, render: ({ search }) => titleOf(search) },
        ...names.map((name) => ({
          key: name,
          title: name,
          isNumber: true,
          render: ({ settings }: TuningSearch) => (name in settings ? shown(settings[name]) : NOTHING),
        })),
      ]}
    />
  )
}
