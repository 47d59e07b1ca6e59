import { useMemo } from 'react'
import type { EChartsCoreOption } from 'echarts/core'
import type { RegimeScore, TransferStudy } from '@/client/wire'
import { Chart } from '@/components/charts/chart'
import { ChartFigure } from '@/components/charts/chart-figure'
import { axisStyle, SYMBOLS, tooltipStyle, type Palette } from '@/components/charts/palette'
import { DataTable } from '@/components/ui/data-table'
import { formatCount, formatEstimate, formatFixed, NOTHING } from '@/lib/format'
import { formatDifference } from '@/lib/differences'
import { afterWords, REGIMES, stageLines } from '../model/stages'

type Regimes = TransferStudy['regimes']

export const stageOption =
  (regimes: Regimes) =>
  (palette: Palette): EChartsCoreOption => {
    const style = axisStyle(palette)
    return {
      grid: { left: 56, right: 16, top: 64, bottom: 32 },
      legend: { type: 'scroll', top: 0, left: 0, textStyle: { color: palette.text, fontSize: 12 } },
      tooltip: {
        ...tooltipStyle(palette),
        trigger: 'axis',
        valueFormatter: (value: unknown) => formatFixed(Number(value), 3),
      },
      xAxis: {
        ...style,
        type: 'category',
        data: regimes.missions.map((_, at) => afterWords(regimes.missions.slice(0, at + 1))),
      },
      yAxis: { ...style, type: 'value', scale: true, name: 'ROC AUC', nameGap: 40 },
      series: stageLines(regimes).map(({ name, regime, mission, values }) => {
        const place = regimes.missions.indexOf(mission)
        return {
          name,
          type: 'line',
          data: values,
          symbol: SYMBOLS[place === 1 ? 4 : place],
          symbolSize: 9,
          lineStyle: { width: 2.5, type: regime === 'staged' ? 'solid' : 'dashed' },
          color: palette.classes[place],
        }
      }),
    }
  }

/** What each mission's held-out score is after each stage: gain and forgetting, both seen. */
export function StageLines({ regimes }: { regimes: Regimes }) {
  const option = useMemo(() => stageOption(regimes), [regimes])
  return (
    <ChartFigure
      title="Training in stages"
      caption={`${regimes.text} Rehearsed stages see the earlier missions' rows again, with a small weight.`}
      csv={() => [
        ['way', 'after', 'tested', 'roc_auc', 'low', 'high'],
        ...regimes.scores.map(({ regime, after, tested, metrics: { roc_auc: auc } }) => [
          regime,
          after.join(' > '),
          tested,
          auc?.value,
          auc?.low,
          auc?.high,
        ]),
      ]}
      chart={
        <Chart
          label="ROC AUC on each mission's held-out stars after each stage. The table behind it has every number."
          height={320}
          option={option}
        />
      }
      table={<RegimeTable scores={regimes.scores} />}
    />
  )
}

function RegimeTable({ scores }: { scores: RegimeScore[] }) {
  return (
    <DataTable
      caption="Together, alone and in stages, on the same held-out stars"
      maxHeight="28rem"
      rows={scores}
      rowKey={(_, index) => index}
      columns={[
        { key: 'regime', title: 'Trained', isRowHeader: true, render: ({ regime }) => REGIMES[regime] },
        { key: 'after', title: 'On', render: ({ after }) => afterWords(after) },
        { key: 'tested', title: 'Tested on', render: ({ tested }) => tested },
        {
          key: 'auc',
          title: 'ROC AUC',
          isNumber: true,
          render: ({ metrics }) => formatEstimate(metrics.roc_auc ?? { value: null }),
        },
        {
          key: 'accuracy',
          title: 'Accuracy',
          isNumber: true,
          render: ({ metrics }) => formatEstimate(metrics.accuracy ?? { value: null }),
        },
        {
          key: 'difference',
          title: 'AUC against its own alone',
          isNumber: true,
          render: ({ difference }) => (difference.roc_auc ? formatDifference(difference.roc_auc) : NOTHING),
        },
        { key: 'rows', title: 'Objects', isNumber: true, render: ({ rows }) => formatCount(rows) },
      ]}
    />
  )
}
