import { Panel } from '@/components/ui/panel'
import { PartBoundary } from '@/components/errors/part-boundary'
import { PeriodRadiusPlane } from '@/features/datasets/components/period-radius-plane'
import { OwnSessions } from '@/features/sessions/components/own-sessions'
import { Catalogues } from './home/catalogues'
import { Hero } from './home/hero'

export function Component() {
  return (
    <div className="stack-wide">
      <PartBoundary name="The start">
        <Hero />
      </PartBoundary>
      <Panel title="The objects" hint="Every Kepler object of interest that has both numbers. Point at one to see its name.">
        <PeriodRadiusPlane dataset="kepler" />
      </Panel>
      <Panel title="Catalogues" hint="Dated copies of NASA's tables, kept with their source and checksum.">
        <Catalogues />
      </Panel>
      <Panel title="Your sessions">
        <OwnSessions />
      </Panel>
    </div>
  )
}
