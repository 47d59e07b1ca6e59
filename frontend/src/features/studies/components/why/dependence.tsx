import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ExplainedFeature } from '@/client/wire-explaining'
import { Chart } from '@/components/charts/chart'
import { ChartFigure } from '@/components/charts/chart-figure'
import { DataTable } from '@/components/ui/data-table'
import { formatSigned } from '@/lib/format'
import { dependenceOption } from '../../model/dependence-option'
import { cellWords } from '../../model/dot-words'
import type { ScaleName } from '../../model/swarm'
import { Ramp } from './ramp'

const TABLE_ROWS = 200

interface Props {
  features: ExplainedFeature[]
  scale: ScaleName
}

/** How the contribution of one column goes with its value, coloured by the column that it works together with. */
export function Dependence({ features, scale }: Props) {
  const [name, setName] = useState(features[0]?.feature ?? '')
  const one = features.find(({ feature }) => feature === name) ?? features[0]
  const option = useMemo(() => one && dependenceOption(one, scale), [one, scale])
  if (!one || !option) return null
  const { points, unit } = one
  const partner = features.find(({ feature }) => feature === one.partner)
  const partnerName = partner?.label || one.partner || ''
  const title = `Dependence on ${one.label || one.feature}`
  const rows = points.value.map((value, at) => ({
    value,
    contribution: points[scale][at]!,
    partner: points.partner[at]!,
  }))
  return (
    <div className="stack-tight">
      <Select
        label="Column"
        data={features.map(({ feature, label }) => ({ value: feature, label: label || feature }))}
        value={one.feature}
        onChange={(next) => setName(next ?? name)}
        allowDeselect={false}
        searchable
        maw="24rem"
      />
      <ChartFigure
        title={title}
        caption={
          partnerName
            ? `Each dot is a held-out object. Where dots of one value lie apart, ${partnerName} explains most of it.`
            : 'Each dot is a held-out object.'
        }
        chart={
          <>
            {partnerName && <Ramp of={partnerName} />}
            <Chart label={`${title}; the table holds the same dots`} height={320} option={option} />
          </>
        }
        table={
          <DataTable
            caption={`${title}: ${rows.length > TABLE_ROWS ? `the first ${TABLE_ROWS} of ` : ''}${rows.length} objects`}
            maxHeight="24rem"
            rows={rows.slice(0, TABLE_ROWS)}
            rowKey={(_, index) => index}
            columns={[
              { key: 'value', title: 'Value', isNumber: true, render: ({ value }) => cellWords(value, unit) },
              {
                key: 'contribution',
                title: 'Contribution',
                isNumber: true,
                render: ({ contribution }) => formatSigned(contribution, 3),
              },
              ...(partnerName
                ? [
                    {
                      key: 'partner',
                      title: partnerName,
                      isNumber: true,
                      render: (row: (typeof rows)[number]) => cellWords(row.partner, partner?.unit ?? ''),
                    },
                  ]
                : []),
            ]}
          />
        }
        csv={() => [
          [one.feature, 'contribution', one.partner ?? ''],
          ...rows.map(({ value, contribution, partner: other }) => [value, contribution, other]),
        ]}
      />
    </div>
  )
}
