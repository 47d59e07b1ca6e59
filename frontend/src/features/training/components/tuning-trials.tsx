import type { Trial } from '@/client/wire'
import { ChartFigure } from '@/components/charts/chart-figure'
import { TrialPlot } from '@/components/charts/trial-plot'
import { DataTable } from '@/components/ui/data-table'
import { formatFixed, NOTHING } from '@/lib/format'
import { formatSpan } from '@/lib/time'
import { bySearch, changedSettings, STATE_TITLES, type SearchTrials } from '../model/trials'

const isGoing = ({ state }: Trial) => state === 'running' || state === 'waiting'

/** Trials as they land, one picture for each search. */
export function TuningTrials({ trials }: { trials: Trial[] }) {
  return (
    <div className="halves">
      {bySearch(trials).map((search) => (
        <ChartFigure
          key={search.search}
          title={search.title}
          caption={standing(search)}
          csv={() => [
            ['trial', 'state', 'log_loss', 'best', 'seconds', 'settings'],
            ...search.trials.map((one) => [
              one.number,
              one.state,
              one.value,
              one.best,
              one.seconds,
              JSON.stringify(one.settings),
            ]),
          ]}
          chart={
            search.drawn.length > 0 ? (
              <TrialPlot
                label={`Inner log-loss by trial, ${search.title}`}
                points={search.drawn.map(({ number, value, state }) => ({
                  number,
                  value,
                  isWhole: state === 'complete',
                }))}
              />
            ) : (
              <p className="dim">The first point appears when the first trial is done.</p>
            )
          }
          table={<TrialTable search={search} />}
        />
      ))}
    </div>
  )
}

function standing({ trials, start, best }: SearchTrials) {
  const going = trials.filter(isGoing).length
  const counts = `${trials.length - going} of ${trials.length} trials done so far. Hollow points were given up early.`
  if (start == null || best == null) return counts
  return `Inner log-loss ${formatFixed(start, 4)} as chosen, ${formatFixed(best, 4)} at best; lower is better. ${counts}`
}

function TrialTable({ search: { title, trials } }: { search: SearchTrials }) {
  return (
    <DataTable
      caption={`Trials of ${title}`}
      maxHeight="20rem"
      rows={trials}
      rowKey={({ number }) => number}
      columns={[
        { key: 'number', title: 'Trial', isRowHeader: true, render: ({ number }) => number },
        { key: 'state', title: 'State', render: ({ state, error }) => error || STATE_TITLES[state] },
        { key: 'value', title: 'Log-loss', isNumber: true, render: ({ value }) => formatFixed(value, 4) },
        { key: 'best', title: 'Best so far', isNumber: true, render: ({ best }) => formatFixed(best, 4) },
        { key: 'seconds', title: 'Took', isNumber: true, render: ({ seconds }) => formatSpan(seconds) },
        { key: 'worker', title: 'Worker', isNumber: true, render: ({ worker }) => worker ?? NOTHING },
        {
          key: 'settings',
          title: 'Settings that differ from the first',
          isLong: true,
          render: (trial) => changedSettings(trial, trials[0]),
        },
      ]}
    />
  )
}
