import { Panel } from '@/components/ui/panel'
import { PartBoundary } from '@/components/errors/part-boundary'
import { PageCards } from '@/features/learn/components/page-cards'
import { OwnSessions } from '@/features/sessions/components/own-sessions'
import styles from './home.module.css'
import { Catalogues } from './home/catalogues'
import { Hero } from './home/hero'
import { Plane } from './home/plane'

export function Component() {
  return (
    <div className="stack-wide">
      <div className={styles.top}>
        <PartBoundary name="The start">
          <Hero />
        </PartBoundary>
        <PartBoundary name="The picture of the objects">
          <Plane />
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
