import { NumberInput, Select } from '@mantine/core'
import { Notice } from '@/components/ui/notice'
import { QueryView } from '@/components/ui/query-view'
import { useReliability, type ReliabilityAsked } from '../api/get-reliability'
import { GroupTables } from './group-tables'
import { PlaneMap } from './plane-map'

interface Props {
  sessionId: string
  classes: string[]
  asked: ReliabilityAsked
  onAsk: (asked: ReliabilityAsked) => void
}

/** Where the model can be trusted: by period and size, class, mission, verdict and reason. */
export function Trust({ sessionId, classes, asked, onAsk }: Props) {
  const query = useReliability(sessionId, asked)
  return (
    <QueryView query={query} what="where the model can be trusted" height={520}>
      {(section) => (
        <div className="stack-wide">
          <div className="row" style={{ alignItems: 'end' }}>
            <Select
              label="Which class"
              data={classes}
              value={section.positive}
              allowDeselect={false}
              onChange={(positive) => positive && onAsk({ ...asked, positive })}
              style={{ flex: '1 1 12rem' }}
              maw="18rem"
            />
            <NumberInput
              label="Claimed from"
              description="Least probability; empty: the likeliest class"
              suffix=" %"
              value={asked.threshold === undefined ? '' : asked.threshold * 100}
              min={0}
              max={100}
              onChange={(value) => {
                const { threshold: _old, ...others } = asked
                onAsk(typeof value === 'number' ? { ...others, threshold: value / 100 } : others)
              }}
              w="18rem"
            />
          </div>
          {section.remark && (
            <Notice tone="info">
              <p>{section.remark}</p>
            </Notice>
          )}
          <PlaneMap plane={section.plane} measure="completeness" positive={section.positive} />
          <PlaneMap plane={section.plane} measure="reliability" positive={section.positive} />
          <GroupTables section={section} />
        </div>
      )}
    </QueryView>
  )
}
