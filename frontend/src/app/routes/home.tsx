import { Panel } from '@/components/ui/panel'
import { PartBoundary } from '@/components/errors/part-boundary'
import { PeriodRadiusPlane } from '@/features/datasets/components/period-radius-plane'
import { PageCards } from '@/features/learn/components/page-cards'
import { OwnSessions } from '@/features/sessions/components/own-sessions'
import styles from './home.module.css'
import { Catalogues } from './home/catalogues'
import { Hero } from './home/hero'

export function Component() {
  return (
    <div className="stack-wide">
      <div className={styles.top}>
        <PartBoundary name="The start">
          <Hero />
        </PartBoundary>
        <PartBoundary name="The picture of the objects">
          <PeriodRadiusPlane dataset="kepler" />
        </PartBoundary>
      </div>
      <Panel title="Your sessions">
        <OwnSessions />
      </Panel>
      <Panel title="Catalogues" hint="Dated copies of NASA's tables, kept with their source and checksum.">
        <Catalogues />
      </Panel>
      <Panel title="Learn" hint="What the numbers mean, on live data.">
        <PageCards level={3} />
      </Panel>
    </div>
  )
}
